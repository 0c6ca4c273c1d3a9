"""Scripted texters: consumers who text the sandbox's numbers by themselves; no I/O, no clock."""

from tmchat.sandbox.texters.cast import Cast, Said
from tmchat.sandbox.texters.library import trades
from tmchat.sandbox.texters.script import Attribution, Line, Trade

__all__ = ["Attribution", "Cast", "Line", "Said", "Trade", "trades"]
