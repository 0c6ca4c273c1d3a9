"""What became of changes to how numbers, pools and groups are set up; `events` has them all."""

from dataclasses import dataclass

from tmchat.core.setup.plans import Plan, Target


@dataclass(frozen=True, slots=True)
class ChangeIntended:
    """Telmetrics is about to be asked for a change; what came of it is a later event that names
    this one as its `intent`.

    `asked` is the command's name, `words` what is wanted in short. `target` is what changes, or the
    group that something is ordered into and `label` the name it gets; `count` is how many numbers a
    pool is to have afterwards.
    """

    asked: str
    target: Target
    label: str
    by: str
    words: str = ""
    plan: Plan | None = None
    undoes: int = 0
    count: int = 0
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class ChangeFailed:
    """What was intended as event `intent` was not carried out, for the reason in `words`.

    `certain` says that Telmetrics did not act on it and will not: it may be asked again.
    """

    intent: int
    target: Target
    label: str
    by: str
    words: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class SetupChanged:
    """A plan was carried out at Telmetrics; `undoes` is the event that it took back, 0: none."""

    plan: Plan
    by: str
    undoes: int = 0
    intent: int = 0


@dataclass(frozen=True, slots=True)
class SetupMade:
    """A number, pool or group was ordered or made, or a pool grew; `words` says it in short."""

    target: Target
    label: str
    by: str
    words: str
    intent: int = 0


@dataclass(frozen=True, slots=True)
class SetupRemoved:
    """A number was released, or a group removed; `words` says it in short."""

    target: Target
    label: str
    by: str
    words: str
    intent: int = 0
