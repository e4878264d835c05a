"""Bytes to an upright sRGB photo, or an error with a code: the only place that opens photos."""
