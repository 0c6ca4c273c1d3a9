"""How fast and how large the desk is, printed beside what is to be reached; nothing is asserted."""
