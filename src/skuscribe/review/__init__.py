"""What a person should look at, and what a mistake costs: pure over a record."""
