"""Scripted callers: people who phone the sandbox's numbers by themselves; no I/O, no clock."""

from tmchat.sandbox.callers.calling import Callers, Planned

__all__ = ["Callers", "Planned"]
