"""What one merchant says, as data: a folder with a profile and tables. Nothing here decides."""
