"""The product's main colours: clusters of subject pixels, named from a table."""
