"""What a party seeks or offers: an investment thesis, an acquisition, a raise, a sale, a joint venture, a partnership."""
