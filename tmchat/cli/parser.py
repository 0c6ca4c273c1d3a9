"""How a command line is read; what stands on it is declared by the commands."""

from argparse import SUPPRESS, ArgumentParser
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NoReturn

from tmchat.cli.failure import UsageError

Arrange = Callable[[Iterable[str]], list[str]]


class CommandParser(ArgumentParser):
    """An argparse parser whose errors are one sentence, raised instead of printed."""

    def __init__(self, *, shared: dict[str, dict[str, Any]] | None = None, **more: Any) -> None:
        super().__init__(**more)
        self._arrange: Arrange = list
        self._shared = dict(shared or {})
        for name, declared in self._shared.items():
            # Without a default: where a step lacks it, what stood before the step counts.
            self.add_argument(name, **(declared | {"default": SUPPRESS}))

    def share(self, name: str, **declared: Any) -> None:
        """Declares a flag that may also stand behind each step added later; the last one wins."""
        self.add_argument(name, **declared)
        self._shared[name] = declared

    def arrange_by(self, arrange: Arrange) -> None:
        """Has every command line rewritten by `arrange` before it is read."""
        self._arrange = arrange

    def add_subparsers(self, **more: Any) -> Any:
        """As argparse does, with parsers that take the shared flags too."""
        step: Any = partial(CommandParser, shared=self._shared)
        return super().add_subparsers(parser_class=step, **more)

    def parse_known_args(
        self, args: Iterable[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """As argparse does, after arranging."""
        return super().parse_known_args(None if args is None else self._arrange(args), namespace)

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError` naming the help to read."""
        raise UsageError(f"{message}; see {self.prog} --help")


def share(parser: ArgumentParser, name: str, **declared: Any) -> None:
    """`CommandParser.share` where `parser` is one, else a flag as any other."""
    if isinstance(parser, CommandParser):
        parser.share(name, **declared)
    else:
        parser.add_argument(name, **declared)
