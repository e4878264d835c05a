"""A record and its photo drawn for people: a picture, a terminal card, an HTML page."""
