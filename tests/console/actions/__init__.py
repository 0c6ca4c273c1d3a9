"""Tests of the action table and of keys of one's own."""
