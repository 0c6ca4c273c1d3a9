"""Tests of settings, their sources, folders and secrets."""
