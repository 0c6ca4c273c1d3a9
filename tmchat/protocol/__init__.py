"""The conversation between hub and console, frame by frame; no sockets."""
