"""How anything becomes public: every change is a numbered revision, and one of them is live."""
