"""Tests of the console's line to the hub, its wires and its drafts; the hub itself is elsewhere."""
