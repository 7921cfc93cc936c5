"""From glyphs on paper to text: words, lines, reading order, tables and paragraphs, by where ink stands and how large it is.

Knows nothing of a file format but PDFium's text pages, and adds no word that is not printed.
"""
