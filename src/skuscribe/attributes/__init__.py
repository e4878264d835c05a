"""What the photo shows of the product: colours, shape and text, each with its evidence."""
