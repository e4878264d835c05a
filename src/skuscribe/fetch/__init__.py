"""A photo at an address: fetched safely, or a coded failure."""
