"""What a shop already says of its products, held against what their photos show."""
