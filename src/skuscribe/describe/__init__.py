"""Facts to words for the shop: nothing is said that no fact supports."""
