"""Tests of the whole program as people run it: processes, keys and bytes; no part alone."""
