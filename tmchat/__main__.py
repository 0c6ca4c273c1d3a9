"""Where the `tmchat` command begins, and `python -m tmchat` with it: what it does is `cli`'s."""

import os
import signal
import sys


def main() -> int:
    """Run this process's command line; the exit code.

    Ctrl+C while the program loads ends it at once: a `KeyboardInterrupt` in the middle of an import
    may come out as any other error.
    """
    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
    from tmchat.cli.main import main as run

    signal.signal(signal.SIGINT, usual)
    return run()


def _leave(number: int, frame: object) -> None:
    os._exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
