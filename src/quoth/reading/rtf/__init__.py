"""The parts of reading RTF: tokens, layout, and the packed form that Outlook keeps."""
