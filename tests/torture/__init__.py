"""Tries to break the desk's promises, by killing it and by simulation; not by measuring."""
