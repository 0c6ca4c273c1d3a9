"""Tests of the commands, run in this process and as processes of their own."""
