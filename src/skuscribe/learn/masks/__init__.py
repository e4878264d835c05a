"""The mask head: where the product is, read from the frozen trunk's maps."""
