"""The agent's screen; what it shows comes from the link, what it may do from core."""
