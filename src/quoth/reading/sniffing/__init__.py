"""Tell what a file is by its content, and refuse what cannot be read or would grow beyond all measure."""
