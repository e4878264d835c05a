"""Teaching a shop."""
