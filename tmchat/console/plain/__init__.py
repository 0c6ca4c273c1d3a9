"""The console as lines in and lines out, for pipes, screen readers and dumb terminals; no screen.

It imports no Textual and writes no escape sequence.
"""
