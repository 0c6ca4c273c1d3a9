"""Tests of the agent's screen; a real terminal is driven elsewhere."""
