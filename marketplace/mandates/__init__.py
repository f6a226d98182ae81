"""What a party seeks or offers: an investment, an acquisition, a raise, a sale, a joint venture, a partnership."""
