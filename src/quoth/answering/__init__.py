"""Choose the words that answer, decide whether they do, and cite them."""
