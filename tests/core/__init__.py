"""Tests of the rules of the desk: pure objects, tables and properties, nothing started."""
