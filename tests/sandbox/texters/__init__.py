"""Scripted texters: the written conversations, what one texter says, and the day as a whole."""
