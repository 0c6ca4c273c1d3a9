"""Tests of the sandbox, in process over ASGI and as a real process."""
