"""The doors to what is not ours: password hashing and the list of guessable passwords."""
