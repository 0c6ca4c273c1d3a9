"""What the side panel shows of the desk, as a plain record; drawing it is `render.panel`'s."""

from heapq import nlargest

from tmchat.console.areas import PanelPage
from tmchat.console.desk import Desk
from tmchat.console.looks import LocalTime
from tmchat.console.office import Office
from tmchat.console.render.panelparts import Heard, PanelLook
from tmchat.console.setup.insight import target_of
from tmchat.console.setup.values import Lists
from tmchat.core import phone
from tmchat.core.answering import Verdict, preview
from tmchat.core.calls import Call
from tmchat.core.records import Attribution, Conversation, TrackingNumber
from tmchat.core.setup.trees import at
from tmchat.settings.zones import zone_of

LAST = 6
"""Texts and calls that are shown of a number."""


def panel_look(
    desk: Desk, page: PanelPage, office: Office, local: LocalTime, key: str, own_key: str
) -> PanelLook | None:
    """The side panel of the open conversation; `key` is the one that changes settings, `own_key`
    the one that changes the desk's own auto-reply."""
    conversation = desk.open
    if conversation is None:
        return None
    number = desk.number_of(conversation)
    group = desk.inbox.groups.get(number.group)
    if page is PanelPage.TEXTER:
        return PanelLook(conversation, number, group)
    if page is PanelPage.CALLS:
        calls = desk.insight.calls(number.number)
        return PanelLook(
            conversation,
            number,
            group,
            texts=_texts(desk, conversation, local),
            calls=None if calls is None else _calls(calls, conversation, local),
            no_calls=desk.insight.why_not(number.number),
        )
    target = target_of(number)
    setup = desk.insight.setup(target)
    unknown = desk.insight.why_not(target)
    if not (number.id or number.pool):
        unknown = "The desk does not know this number's settings."
    url = str(at(setup.tree, "sms.url") or "") if setup is not None else ""
    return PanelLook(
        conversation,
        number,
        group,
        setup,
        Lists(office.told),
        unknown,
        here=setup is not None and at(setup.tree, "sms.kind") == "webhook" and office.here(url),
        change=office.why_not() or f"{key} changes settings.",
        gets=_gets(number, desk.now()),
        change_own=f"{own_key} changes it.",
    )


def _gets(number: TrackingNumber, now: int) -> Verdict:
    """What somebody who texts for the first time would get from the desk itself."""
    answering = number.answering
    zone = zone_of(answering.zone) if answering is not None else None
    return preview(answering, now, zone)


def _texts(desk: Desk, shown: Conversation, local: LocalTime) -> tuple[Heard, ...]:
    found = nlargest(
        LAST,
        (one for one in desk.inbox.conversations.values() if one.number == shown.number),
        key=lambda one: one.last_text,
    )
    return tuple(
        Heard(
            one.name or phone.pretty(one.texter),
            f"{local(one.last_at):%d %b %H:%M}",
            attributed_to(one.attribution),
            one.texter == shown.texter,
        )
        for one in found
    )


def _calls(calls: tuple[Call, ...], shown: Conversation, local: LocalTime) -> tuple[Heard, ...]:
    return tuple(
        Heard(
            one.name or phone.pretty(one.caller),
            f"{local(one.at):%d %b %H:%M}",
            attributed_to(one.attribution),
            one.caller == shown.texter,
        )
        for one in calls[:LAST]
    )


def attributed_to(what: Attribution) -> str:
    """An attribution on one line, dearest first."""
    source = " / ".join(filter(None, (what.source, what.medium)))
    keyword = f"“{what.keyword}”" if what.keyword else ""
    return ", ".join(filter(None, (what.rule, what.campaign, keyword, source)))
