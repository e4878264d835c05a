"""The words and the grammar of each language."""
