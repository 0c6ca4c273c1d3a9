"""Tests of what the console knows and shows, without widgets; drawing is tested beside."""
