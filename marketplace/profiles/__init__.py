"""The public profile of every party: who it is, what it does, its figures, certificates and past deals."""
