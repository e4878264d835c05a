"""Text on the product: engines that read it, lines cleaned and kept as evidence."""
