"""Tests of every room, by layer; what a person needs to run them is in the README."""
