"""Tests of the plain console, its lines in and out, on a hub in memory; the screen is not here."""
