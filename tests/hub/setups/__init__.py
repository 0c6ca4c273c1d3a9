"""Setups both ways between Telmetrics and the desk."""
