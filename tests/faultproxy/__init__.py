"""A proxy that does harm on demand, and tests of the desk's lines through it."""
