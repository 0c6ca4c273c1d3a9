"""The team server: the one truth and the only holder of the Telmetrics token."""
