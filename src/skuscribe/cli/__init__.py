"""The command line: the only place (with the service) that prints or reads the environment."""
