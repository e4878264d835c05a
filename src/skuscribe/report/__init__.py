"""What a whole run came to, on one page."""
