"""What every station stands on: errors, settings, files. Knows nothing of photos."""
