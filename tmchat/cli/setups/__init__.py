"""Setups as a text file: written, read with the lines of what is wrong, compared, applied.

The commands around it are `cli.numbers`, `cli.pools` and `cli.groups`.
"""
