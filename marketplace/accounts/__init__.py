"""People: sign up, sign in, change or reset a password, and see where one is signed in."""
