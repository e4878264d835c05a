"""What a shop hands over, read as it was meant: one stream of products, whatever the file."""
