"""The hub: its engine, its outside; not the protocol that it speaks."""
