"""Ask a file of questions through the same door as everybody and count what was right."""
