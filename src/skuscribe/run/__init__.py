"""A catalogue worked through: shards that are finished or not there, and nothing lost."""
