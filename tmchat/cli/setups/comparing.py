"""What a file of setups would change on the account: plans, orders, and what is wrong with it.

Nothing is done here; doing it is `applying`'s.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tmchat.cli.setups.orders import order_problems
from tmchat.cli.setups.reading import Entry, Fault
from tmchat.core import phone
from tmchat.core.routes import Problem
from tmchat.core.setup.plans import Kind, Plan, Setup, planned
from tmchat.core.setup.rules import problems
from tmchat.core.setup.shapes import setting
from tmchat.core.setup.trees import Tree, at
from tmchat.core.setup.wording import change_words
from tmchat.core.text import Clean, clean_line


@dataclass(slots=True)
class Comparison:
    """What there is to do: `plans` for what the account has, `fresh` entries that it has not,
    `faults` of the file."""

    plans: list[Plan] = field(default_factory=list)
    fresh: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Present:
    """The setups of the account, found by id, phone number or name."""

    def __init__(self, setups: Iterable[Setup]) -> None:
        self._by_id: dict[int, Setup] = {}
        self._by_label: dict[str, Setup] = {}
        self._by_name: dict[str, list[Setup]] = {}
        for one in setups:
            self._by_id[one.target.id] = one
            self._by_label[one.label] = one
            self._by_name.setdefault(str(one.tree.get("name") or ""), []).append(one)

    def find(self, entry: Entry) -> Setup | None:
        """The setup that an entry is about; by name only where it names neither id nor number."""
        if entry.number:
            return self._by_label.get(entry.number)
        if entry.id:
            return self._by_id.get(entry.id)
        named = self._by_name.get(str(entry.tree.get("name") or ""), [])
        group = entry.tree.get("group")
        if group is not None:
            named = [one for one in named if one.tree.get("group") == group]
        return named[0] if len(named) == 1 and entry.tree.get("name") else None


def compare(
    kind: Kind,
    entries: Iterable[Entry],
    present: Present,
    *,
    region: str = "US",
    address: Callable[[str], str] = lambda url: "",
) -> Comparison:
    """What the entries would change; every fault is listed, not the first alone.

    `region` is that of numbers without a country code; `address` says in a sentence why texts may
    not be pushed to a web address, empty where they may.
    """
    found = Comparison()
    seen: set[int] = set()
    for entry in entries:
        if entry.broken:
            continue
        setup = present.find(entry)
        if setup is None:
            if entry.number or entry.id:
                field = "number" if entry.number else "id"
                sentence = f"The account has no such {kind.value}."
                found.faults.append(entry.fault(field, sentence))
            else:
                found.faults += _wrong_order(kind, entry, region, address)
                found.fresh.append(entry)
            continue
        if setup.target.id in seen:
            found.faults.append(entry.fault("", f"This {kind.value} stands in the file twice."))
        seen.add(setup.target.id)
        if entry.id and entry.id != setup.target.id:
            sentence = f"This number has the id {setup.target.id} on the account."
            found.faults.append(entry.fault("id", sentence))
        plan = planned(setup, {**setup.tree, **entry.tree})
        found.faults += _wrong(kind, entry, setup, plan, address)
        if plan.changes:
            found.plans.append(plan)
    return found


def plan_lines(plan: Plan) -> Iterator[str]:
    """A plan for people: whose, then a line a setting."""
    yield clean_line(f"~ {phone.pretty(plan.label)}")
    for one in plan.changes:
        yield f"    {change_words(plan.target.kind, one)}"


def fault_line(path: object, fault: Fault) -> Clean:
    """A fault for people: file, line, entry, setting, sentence."""
    where = f"{path}:{fault.line}" if fault.line else f"{path}"
    field = f" {fault.path}:" if fault.path else ""
    return clean_line(f"{where}: {fault.entry}:{field} {fault.sentence}")


def _wrong(
    kind: Kind, entry: Entry, setup: Setup, plan: Plan, address: Callable[[str], str]
) -> Iterator[Fault]:
    paths = {one.path for one in plan.changes}
    for one in plan.changes:
        known = setting(kind, one.path)
        if known is not None and known.fixed and one.after is not None:
            yield entry.fault(one.path, "This cannot be changed here; leave it as it was.")
    earlier = problems(kind, setup.tree)
    after = {**setup.tree, **entry.tree}
    found = [
        problem
        for problem in problems(kind, after)
        if problem.field in paths or problem not in earlier
    ]
    if paths & {"sms.url", "sms.kind"}:
        found += _wrong_address(after, found, address)
    for problem in found:
        yield entry.fault(problem.field, problem.sentence)


def _wrong_order(
    kind: Kind, entry: Entry, region: str, address: Callable[[str], str]
) -> Iterator[Fault]:
    if kind is not Kind.GROUP and not entry.tree.get("group"):
        yield entry.fault("group", "Say which number group the new one belongs to.")
    for path, sentence in order_problems(kind, entry.order, region):
        yield entry.fault(path, sentence)
    found = [*problems(kind, entry.tree)]
    for problem in (*found, *_wrong_address(entry.tree, found, address)):
        yield entry.fault(problem.field, problem.sentence)


def _wrong_address(
    tree: Tree, found: Iterable[Problem], address: Callable[[str], str]
) -> Iterator[Problem]:
    """What is wrong with where texts are pushed, unless that was `found` to be no address."""
    url = at(tree, "sms.url")
    if at(tree, "sms.kind") != "webhook" or any(one.field == "sms.url" for one in found):
        return
    if isinstance(url, str) and (sentence := address(url)):
        yield Problem("sms.url", sentence)
