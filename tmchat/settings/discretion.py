"""Keeps libraries from logging what people wrote; what tmchat itself logs is chosen where it is.

At their most talkative the HTTP and WebSocket libraries log headers with tokens, addresses with
names of conversations, and whole frames; asyncio's debug mode logs the arguments of slow calls.
"""

import logging

_TALKATIVE = {
    "asyncio": logging.ERROR,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "uvicorn": logging.WARNING,
    "websockets": logging.WARNING,
}


def hush_libraries() -> None:
    """Whatever level somebody set for all: these loggers say faults and no more."""
    for name, level in _TALKATIVE.items():
        logging.getLogger(name).setLevel(level)
