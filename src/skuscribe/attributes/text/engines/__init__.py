"""One engine a file; each imports its package only when it is opened."""
