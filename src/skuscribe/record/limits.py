"""How long each field of a description may be, in characters, for Google and the search engines."""

from __future__ import annotations

FIELD_LIMITS = {
    "title": 150,
    "text": 5000,
    "alt_text": 125,
    "meta_title": 60,
    "meta_description": 155,
}

BULLET, MOST_BULLETS = 150, 5
TAG = 40
LONGEST_QUOTE = 80
"""A longer line of text is not quoted: it is small print."""
