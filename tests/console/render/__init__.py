"""Renderers: what their lines say and that none is wider than its room."""
