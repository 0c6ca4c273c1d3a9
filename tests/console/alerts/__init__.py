"""Tests of being called."""
