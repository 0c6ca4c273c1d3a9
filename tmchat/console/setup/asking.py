"""Which settings a form asks for: of one thing, of many, of an order; the form is `form`'s."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from tmchat.console.setup.form import MENU, Shape
from tmchat.console.setup.values import Lists
from tmchat.core import phone
from tmchat.core.questions import AccountPart
from tmchat.core.routes import Problem
from tmchat.core.setup.plans import Kind
from tmchat.core.setup.rules import Known, problems
from tmchat.core.setup.shapes import SETTINGS, Form, Setting, present
from tmchat.core.setup.trees import Tree, at

MOST_NUMBERS: Final = 500
"""Numbers that one order asks for at most, so that a slip of a key is no bill."""

SHARED: Final = ("status", "owner", "type", "billing_group", "dni", "match_period")
"""Settings beside the routes that many may have alike."""
_ROUTED: Final = ("sms", "calls", "verify", "stop")


def known(lists: Lists | None, names: Iterable[str] = ()) -> Known:
    """What rules may hold against an account with these parts and these names taken; a part of
    which nothing is told is not known."""

    def ids(listed: tuple[AccountPart, ...]) -> frozenset[str] | None:
        return frozenset(part.id.lower() for part in listed) or None

    taken = frozenset(name.casefold() for name in names)
    if lists is None or lists.told is None:
        return Known(names=taken)
    return Known(ids(lists.told.chat_clients), ids(lists.told.files), taken)


def setup_shape(kind: Kind, knowledge: Known) -> Shape:
    """The form of one number, pool or group."""
    return Shape(
        SETTINGS[kind],
        lambda tree: present(kind, tree),
        lambda tree: problems(kind, tree, knowledge),
    )


def group_shape(knowledge: Known) -> Shape:
    """The form of a group that is to be made."""
    return setup_shape(Kind.GROUP, knowledge)


def many_shape(kind: Kind, knowledge: Known) -> Shape:
    """The form of a change to many: only what is set in it changes, and no name is asked."""

    def asked(tree: Tree) -> Iterator[Setting]:
        # Where nothing is chosen the settings of one phone are offered: nearly all have one.
        calls = {**(at(tree, "calls") or {}), "kind": at(tree, "calls.kind") or "basic"}
        for one in present(kind, {**tree, "calls": calls}):
            shared = one.path in SHARED or one.path.partition(".")[0] in _ROUTED
            if shared and not one.fixed and not one.path.startswith(MENU):
                yield one

    def wrong(tree: Tree) -> tuple[Problem, ...]:
        """Only what no number could have: the rest is checked against each."""
        asked_for = {one.path for one in asked(tree)}
        named = {"name": "one of many", **tree}
        found = problems(kind, named, knowledge)
        needs_more = ("calls", "replace", "name")
        return tuple(
            one
            for one in found
            if one.field in asked_for
            and (at(tree, one.field) is not None or not one.field.startswith(needs_more))
        )

    return Shape(SETTINGS[kind], asked, wrong)


_MATCHES: Final = ("local", "tollfree", "geographic", "national", "tollfree_abroad")
_ABROAD: Final = ("geographic", "national", "tollfree_abroad")
_MATCH: Final = "request.match"
REQUEST: Final[tuple[Setting, ...]] = (
    Setting(
        _MATCH,
        "Kind of number",
        Form.CHOICE,
        "A local number, a toll-free one, or one abroad.",
        choices=_MATCHES,
    ),
    Setting(
        "request.near",
        "Local to",
        Form.PHONE,
        "The number is in the local calling area of this one.",
        given=(_MATCH, ("local",)),
    ),
    Setting(
        "request.prefix",
        "Area code",
        Form.TEXT,
        "3 digits, or 6 with the exchange; toll-free such as 833; empty for any.",
        given=(_MATCH, ("local", "tollfree")),
    ),
    Setting("request.country", "Country", Form.TEXT, "Two letters: GB.", given=(_MATCH, _ABROAD)),
    Setting("request.city", "City", Form.TEXT, "Or empty.", given=(_MATCH, ("geographic",))),
    Setting("request.region", "Region", Form.TEXT, "Or empty.", given=(_MATCH, ("geographic",))),
    Setting(
        "request.area_code",
        "Area code there",
        Form.TEXT,
        "As it is dialled there: 020.",
        given=(_MATCH, ("geographic",)),
    ),
)
_NO_PERIOD: Final = "Say for how many minutes a visit stays open."
_GROUP: Final = Setting(
    "group", "Number group", Form.WHOLE, "Id of the group that the number belongs to."
)
_QUANTITY: Final = Setting("quantity", "How many", Form.WHOLE, "Numbers to order.")
_TOP_UP: Final = Setting(
    "tollfree", "Top up", Form.FLAG, "Toll-free numbers where local ones run out."
)


def _asked_of_request(tree: Tree) -> Iterator[Setting]:
    for one in REQUEST:
        where, values = one.given
        if not where or at(tree, where) in values:
            yield one


def order_shape(kind: Kind, knowledge: Known) -> Shape:
    """The form of an order of a number or of a pool, with how it is to be set up."""
    pool = kind is Kind.POOL
    first = (_GROUP, _QUANTITY) if pool else (_GROUP,)
    declared = (*first, *REQUEST, *(one for one in SETTINGS[kind] if one.path != "group"))

    def asked(tree: Tree) -> Iterator[Setting]:
        own = [one for one in present(kind, tree) if not one.fixed and one.path != "status"]
        yield from first
        yield from (one for one in own if "." not in one.path)
        yield from _asked_of_request(tree)
        yield from (one for one in own if "." in one.path)

    def wrong(tree: Tree) -> tuple[Problem, ...]:
        setup = setup_of_order(tree)
        found = (*request_problems(tree, quantity=pool), *problems(kind, setup, knowledge))
        if pool and at(tree, "match_period") is None:
            return (*found, Problem("match_period", _NO_PERIOD))
        return found

    return Shape(declared, asked, wrong)


def growth_shape() -> Shape:
    """The form of an order of more numbers for a pool."""

    def asked(tree: Tree) -> Iterator[Setting]:
        yield from (_QUANTITY, _TOP_UP)
        yield from _asked_of_request(tree)

    return Shape(
        (_QUANTITY, _TOP_UP, *REQUEST),
        asked,
        lambda tree: tuple(
            one for one in request_problems(tree, quantity=True) if one.field != "group"
        ),
    )


def setup_of_order(tree: Tree) -> dict[str, Any]:
    """The part of an order's form that says how the number is set up."""
    apart = ("group", "quantity", "request", "tollfree")
    return {name: value for name, value in tree.items() if name not in apart}


def request_of(tree: Tree) -> dict[str, Any]:
    """The part of an order's form that says which number is wanted (CONTRACT 5.1)."""
    asked = at(tree, "request") or {}
    kind = asked.get("match")
    block: dict[str, Any] = {"match_type": _MATCH_TYPES.get(str(kind), "")}
    if kind == "local":
        block["local_to_number"] = phone.to_telmetrics(asked["near"])
    if kind in _ABROAD:
        block["number_type"] = "International"
        block["iso_country"] = asked["country"].upper()
        block |= {name: asked[name] for name in ("city", "region", "area_code") if asked.get(name)}
    elif asked.get("prefix"):
        block["number_match_filter"] = asked["prefix"]
    return block


_MATCH_TYPES: Final = {
    "local": "LocalToNumber",
    "tollfree": "Tollfree",
    "geographic": "Geographic",
    "national": "National",
    "tollfree_abroad": "Tollfree",
}


def request_problems(tree: Tree, *, quantity: bool) -> Iterator[Problem]:
    """What is wrong with which numbers are asked for (CONTRACT 5.1)."""
    asked = at(tree, "request") or {}
    kind, prefix = asked.get("match"), str(asked.get("prefix") or "")
    if not at(tree, "group"):
        yield Problem("group", "Say which number group it belongs to.")
    if quantity and not 1 <= (at(tree, "quantity") or 0) <= MOST_NUMBERS:
        yield Problem("quantity", f"Order between 1 and {MOST_NUMBERS} numbers at a time.")
    if kind not in _MATCHES:
        yield Problem(_MATCH, "Choose what kind of number is wanted.")
    if kind == "local" and not phone.area(str(asked.get("near") or "")):
        yield Problem("request.near", "Name the ten-digit number that it is to be local to.")
    if kind in ("local", "tollfree") and prefix and not _is_prefix(prefix):
        yield Problem("request.prefix", "Write 3 digits, or 6 with the exchange.")
    country = str(asked.get("country") or "")
    if kind in _ABROAD and not (len(country) == 2 and country.isascii() and country.isalpha()):
        yield Problem("request.country", "Write the two letters of the country, such as GB.")


def _is_prefix(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in (3, 6)
