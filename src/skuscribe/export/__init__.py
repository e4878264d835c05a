"""Records of a run to the files that shops, feeds and people read: one file a target."""
