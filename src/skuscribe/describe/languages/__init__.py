"""One language a folder: its words and its grammar. Here is their table."""

LANGUAGES = {"en": "English"}
"""By code; the first is the default."""
