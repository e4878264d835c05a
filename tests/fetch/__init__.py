"""Fetching, against servers on this machine."""
