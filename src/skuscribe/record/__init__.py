"""The words all stations speak: the record, its parts, and the values handed between stations."""
