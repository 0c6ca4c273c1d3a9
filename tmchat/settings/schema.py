"""How one setting is declared and listed; reading its value is `settings.source`'s."""

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from typing import Any, get_origin, get_type_hints


def setting(
    default: Any,
    doc: str,
    *,
    secret: bool = False,
    least: float | None = None,
    most: float | None = None,
) -> Any:
    """A dataclass field that is a setting.

    `doc` is the sentence printed in help and by `tmchat settings`; `secret` values are never
    printed and get no flag; a number outside `least` to `most` is refused.
    A list or dict default is copied for each instance.
    """
    metadata = {"doc": doc, "secret": secret, "least": least, "most": most}
    if isinstance(default, list | dict):
        return field(default_factory=default.copy, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Setting:
    """One declared setting, with a nested table's settings listed under their full path."""

    path: tuple[str, ...]
    shape: Any
    default: Any
    doc: str
    secret: bool
    least: float | None
    most: float | None

    @property
    def name(self) -> str:
        """As it stands in a TOML section: `inbound.message`."""
        return ".".join(self.path)

    @property
    def key(self) -> str:
        """As a Python name, unique in its class: `inbound_message`."""
        return "_".join(self.path)

    @property
    def has_text_form(self) -> bool:
        """Whether one string can say it; tables of lists are for the TOML file alone."""
        return get_origin(self.shape) is not dict or self.shape == dict[str, str]

    @property
    def flag(self) -> str | None:
        """`--inbound-message`; None for a secret, which other users would read in `ps`."""
        if self.secret or not self.has_text_form:
            return None
        return "--" + self.key.replace("_", "-")

    def variable(self, prefix: str) -> str | None:
        """`TMCHAT_HUB_INBOUND_MESSAGE` for the prefix `TMCHAT_HUB`; None without a text form."""
        return f"{prefix}_{self.key.upper()}" if self.has_text_form else None


def settings_of(cls: type) -> tuple[Setting, ...]:
    """Every setting of the dataclass `cls` in the order of declaration, nested ones in place."""
    return tuple(_walk(cls, ()))


def _walk(cls: type, above: tuple[str, ...]) -> Iterator[Setting]:
    shapes = get_type_hints(cls)
    for one in fields(cls):
        shape = shapes[one.name]
        path = (*above, one.name)
        if is_dataclass(shape) and isinstance(shape, type):
            yield from _walk(shape, path)
        else:
            yield Setting(path=path, shape=shape, default=_default(one), **one.metadata)


def _default(one: Field[Any]) -> Any:
    if one.default_factory is not MISSING:
        return one.default_factory()
    return one.default
