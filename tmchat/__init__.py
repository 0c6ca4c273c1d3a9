"""The SMS desk in a terminal; see README.md for what runs and CONTRIBUTING.md for the rooms."""

__version__ = "0.1.0"
