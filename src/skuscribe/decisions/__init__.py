"""What people decided about products: kept beside a run, and never lost with it."""
