"""Tests of the terminal's faults in real pseudo terminals; what the desk shows is not theirs."""
