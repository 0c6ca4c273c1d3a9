"""Setups on the command line: files and back, rules, the log of changes; of one account each."""
