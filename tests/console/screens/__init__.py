"""Tests of the screens as a person meets them: keys in, text and pictures out."""
