"""How a JSON object becomes a record and goes back without loss; it knows no field names.

A record declares each field with how it is read (`told`, `needed`, `listed`). All else that came
stays in `extra` and is written again, so that a change of one field never drops another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.fields import Fields

_KEPT = ("extra", "beside")


def told(read: "Callable[[object], Any] | type[Block]", *, name: str = "") -> Any:
    """A field of a block, None where it is not set.

    `read` makes it from JSON, and may be another block; `name` is its name in JSON, where that is
    not the field's own.
    """
    return field(default=None, metadata={"read": _reader(read), "name": name})


def needed(read: Callable[[object], Any], *, name: str = "") -> Any:
    """A field without which the block means nothing."""
    return field(metadata={"read": read, "name": name})


def listed(read: "Callable[[object], Any] | type[Block]") -> Any:
    """A field of a block that is an array, empty where it is not set."""
    return field(default=(), metadata={"read": _reader(read), "is_array": True}, hash=False)


@dataclass(frozen=True, kw_only=True)
class Block:
    """One object; `extra` is what else stood in it."""

    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def read(cls, value: object) -> Self | None:
        """The record of a JSON object; None where `value` is something else."""
        if not isinstance(value, dict):
            return None
        source = Fields(value, cls.__name__)
        return cls(**read_own(cls, source), extra=source.rest())

    @classmethod
    def demand(cls, value: object, what: str, *needs: str) -> Self:
        """The record of a JSON object that must be one and have all that it `needs`.

        Raises UnexpectedAnswer, which calls it `what`.
        """
        record = cls.read(value)
        if record is None:
            raise UnexpectedAnswer(f"Telmetrics sent something else where {what} should be")
        for one in fields(record):
            if one.name in needs and getattr(record, one.name) is None:
                name = one.metadata["name"] or one.name
                raise UnexpectedAnswer(f"Telmetrics sent {what} without a usable {name}")
        return record

    def to_json(self) -> dict[str, Any]:
        """The object as Telmetrics takes it; what is not set is left out."""
        return dict(self.extra) | _own_json(self)


def read_own(block: type[Block], source: Fields) -> dict[str, Any]:
    """The declared fields of `block`, read from `source`."""
    own: dict[str, Any] = {}
    for one in fields(block):
        read = one.metadata.get("read")
        if read is not None:
            take = source.listed if one.metadata.get("is_array") else source.optional
            own[one.name] = take(one.metadata.get("name") or one.name, read)
    return own


def _own_json(block: Block) -> dict[str, Any]:
    told_fields: dict[str, Any] = {}
    for one in fields(block):
        value = getattr(block, one.name)
        if one.name not in _KEPT and value is not None and value != ():
            told_fields[one.metadata.get("name") or one.name] = _written(value)
    return told_fields


def _written(value: Any) -> Any:
    if isinstance(value, Block):
        return value.to_json()
    return [_written(item) for item in value] if isinstance(value, tuple) else value


def _reader(read: "Callable[[object], Any] | type[Block]") -> Callable[[object], Any]:
    return read.read if isinstance(read, type) and issubclass(read, Block) else read
