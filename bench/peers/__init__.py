"""Quoth and its peers side by side: the same documents, questions, encoder and machine, each in an environment of its own."""
