"""`python -m skuscribe`: the command line."""

from skuscribe.cli.app import main

if __name__ == "__main__":
    main()
