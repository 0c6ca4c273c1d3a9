"""A plan as people read it before it is carried out; making and checking one is `core.setup`'s."""

from collections.abc import Callable
from dataclasses import dataclass

from tmchat.console.setup.values import Lists, in_words
from tmchat.core.setup.addresses import address_problem
from tmchat.core.setup.plans import Kind, Plan
from tmchat.core.setup.rules import consequences
from tmchat.core.setup.shapes import Form, Setting, setting
from tmchat.core.setup.trees import Difference, Tree, at


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in words."""

    title: str
    before: str
    after: str


def change_words(kind: Kind, one: Difference, lists: Lists | None = None) -> Change:
    """A difference as people read it."""
    known = setting(kind, one.path) or Setting(one.path, one.path, Form.KEPT, "")
    names = one.path.split(".")
    title = known.title
    if len(names) > 3 and names[:2] == ["calls", "keys"]:
        bare = title.removeprefix("Key: ")
        title = f"Key {names[2]}: {bare}"
    return Change(title, in_words(known, one.before, lists), in_words(known, one.after, lists))


def short_words(plan: Plan) -> str:
    """What a plan changes, on one line."""
    changes = [change_words(plan.target.kind, one) for one in plan.changes]
    if not changes:
        return "nothing"
    first = changes[0]
    more = f", and {len(changes) - 1} more" if len(changes) > 1 else ""
    return f"{first.title}: {first.before} -> {first.after}{more}"


def meaning(before: Tree, after: Tree, here: Callable[[str], bool]) -> tuple[str, ...]:
    """What a change means beyond its words, a sentence each."""
    found = list(consequences(before, after, here))
    kind, was = at(after, "sms.kind"), at(before, "sms.kind")
    if kind in ("auto_reply", "forward") and kind != was:
        found.append("Telmetrics answers its texters itself: nobody at this desk sees their texts.")
    url = str(at(after, "sms.url") or "")
    if kind == "webhook" and url != at(before, "sms.url") and not here(url):
        found += filter(None, [address_caution(url)])
    if at(after, "stop.enabled") and not at(before, "stop.enabled"):
        found.append("Its calls are blocked from then on; they are still reported.")
    return tuple(found)


def address_caution(url: str) -> str:
    """What is doubtful about a webhook address; whether it is allowed all the same is the hub's."""
    return address_problem(url, private=False)
