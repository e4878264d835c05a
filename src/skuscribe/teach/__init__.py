"""A shop that teaches: its photos, or what people decided, to examples; the check before."""
