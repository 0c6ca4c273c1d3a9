"""Calling the agent: what calls, when and again, in which words and by which means."""
