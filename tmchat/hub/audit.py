"""The audit log and the log of pushes, out of the journal and the kept payloads, newest first."""

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import routes
from tmchat.core.questions import (
    ChangeMade,
    ChangesMade,
    ChangesTold,
    Push,
    PushesTaken,
    PushesTold,
    PushTaken,
    PushTold,
)
from tmchat.core.records import TrackingNumber
from tmchat.core.setup.answers import answering_words
from tmchat.core.setup.plans import Kind, Target
from tmchat.hub.store.changes import OUTCOMES
from tmchat.hub.store.interface import RawPayload, Store

LONGEST = 500


async def changes_told(store: Store, question: ChangesMade) -> ChangesTold:
    """Lines of the audit log: what was carried out, what failed, and what nobody knows yet."""
    limit = max(1, min(question.limit, LONGEST))
    lines: list[ChangeMade] = []
    settled: set[int] = set()
    before = question.before
    # An intent with an outcome makes no line of its own, so that a part may come out short.
    while len(lines) < limit:
        part = await store.changes(before=before, limit=limit, target=question.target)
        for event in part:
            if isinstance(event.what, OUTCOMES):
                settled.add(event.what.intent)
            elif isinstance(event.what, ev.ChangeIntended) and (
                event.n in settled or await store.outcome_of(event.n) is not None
            ):
                continue
            lines.append(await _line(store, event))
        if len(part) < limit:
            break
        before = part[-1].n
    return ChangesTold(tuple(lines[:limit]))


async def pushes_told(store: Store, question: PushesTaken) -> PushesTold:
    """What was pushed to this desk, without the bodies."""
    kept = await store.inbound_list(
        max(1, min(question.limit, LONGEST)),
        before=question.before,
        unread_only=question.unread_only,
    )
    return PushesTold(tuple(_push(one) for one in kept))


async def push_told(store: Store, question: PushTaken) -> PushTold | cmd.Refused:
    """One push with its body; a byte that is not UTF-8 stands as the surrogate that Python's
    `surrogateescape` makes of it."""
    kept = await store.inbound_one(question.id)
    if kept is None:
        return cmd.Refused("unknown", "No payload is kept under that number.")
    return PushTold(_push(kept, kept.body.decode("utf-8", "surrogateescape")))


def _push(kept: RawPayload, body: str = "") -> Push:
    return Push(kept.id, kept.at, kept.status.value, kept.note, body)


async def _line(store: Store, event: ev.Event) -> ChangeMade:
    n, at, what = event.n, event.at, event.what
    match what:
        case ev.SetupChanged(plan, by, undoes):
            return ChangeMade(n, at, by, plan, undoes, target=plan.target, label=plan.label)
        case ev.SetupMade() | ev.SetupRemoved():
            return ChangeMade(
                n, at, what.by, words=what.words, target=what.target, label=what.label
            )
        case ev.ChangeFailed():
            return _failed(event, what, await store.event(what.intent))
        case ev.ChangeIntended():
            return ChangeMade(
                n,
                at,
                what.by,
                what.plan,
                what.undoes,
                words=f"{what.words}: the outcome is not known yet",
                target=what.target,
                label=what.label,
                carried_out=False,
            )
        case ev.NumberAttached(number=number, by=by):
            return _moved(event, number, by, "attached it to this desk")
        case ev.NumberDetached(number=number, by=by):
            route = number.route if isinstance(number.route, dict) else {}
            gave = f"gave it back to {routes.describe(routes.from_plain(route))}" if route else ""
            return _moved(event, number, by, gave or "detached it")
        case ev.AnsweringSet(number=phone_number, answering=answering, by=by, before=before):
            turned = "set" if answering.enabled else "switched off"
            changes = "; ".join(answering_words(before, answering))
            words = f"{turned} the desk's own auto-reply{': ' if changes else ''}{changes}"
            return ChangeMade(n, at, by, words=words, label=phone_number)
    raise TypeError(f"{type(what).__name__} is no line of the audit log")


def _failed(event: ev.Event, what: ev.ChangeFailed, before: ev.Event | None) -> ChangeMade:
    """With the plan that came to nothing, or what was to be done."""
    intent = before.what if before is not None else None
    meant = intent if isinstance(intent, ev.ChangeIntended) else None
    wanted = f"{meant.words}: " if meant is not None and meant.plan is None else ""
    return ChangeMade(
        event.n,
        event.at,
        what.by,
        meant.plan if meant is not None else None,
        meant.undoes if meant is not None else 0,
        f"{wanted}{what.words}",
        what.target,
        what.label,
        carried_out=False,
    )


def _moved(event: ev.Event, number: TrackingNumber, by: str, words: str) -> ChangeMade:
    target = Target(Kind.NUMBER, number.id)
    return ChangeMade(event.n, event.at, by, words=words, target=target, label=number.number)
