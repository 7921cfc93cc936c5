"""How the shipped weights came to be. Nothing here is installed; run from the repository's root."""
