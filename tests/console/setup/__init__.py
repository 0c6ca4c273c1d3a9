"""Tests of what the sheets of administration hold."""
