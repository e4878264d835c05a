"""The review page: what is seen and decided about a run, in a browser on this machine."""
