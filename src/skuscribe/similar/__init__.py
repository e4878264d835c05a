"""Which photos of a run look alike."""
