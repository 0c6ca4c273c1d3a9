"""The hub's outside: listeners, fan-out, sign-in, administration; not its engine."""
