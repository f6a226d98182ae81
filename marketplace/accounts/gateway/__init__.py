"""The doors to what is not ours: password hashing, the list of guessable passwords, the browser's cookie."""
