"""What people type about introductions, deals, evidence and verification."""
