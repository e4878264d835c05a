"""A web address as it is followed: checked and spelled one way before anything is looked up."""
