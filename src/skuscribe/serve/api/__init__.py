"""The service for programs: photos, observations and texts in, records and claims out."""
