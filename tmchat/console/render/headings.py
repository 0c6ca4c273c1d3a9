"""The lines over the list and over the timeline; what they count and name is passed in."""

from dataclasses import dataclass
from typing import Final

from textual.strip import Strip

from tmchat.console.render.cells import cut, width
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, strip
from tmchat.core.records import Conversation, TrackingNumber
from tmchat.core.text import Clean
from tmchat.core.views import View

_UNCOUNTED: Final = (View.CLOSED, View.ALL, View.MINE)
"""The views whose counts go for lack of room, the first first."""


@dataclass(frozen=True, slots=True)
class TabsLook:
    """The views with their counts, the one that is shown, and what narrows it."""

    counts: tuple[tuple[View, int], ...]
    current: View
    query: str = ""
    only: str = ""
    by_number: bool = False


def tabs_lines(ink: Ink, look: TabsLook, cells: int) -> list[Strip]:
    """The views on one line, and on a second what the list is narrowed to."""
    parts = [part for _, tab in _tabs(ink, look, cells) for part in tab]
    return [strip(ink, cells, parts), _narrowing(ink, look, cells)]


def tab_at(ink: Ink, look: TabsLook, cells: int, x: int) -> View | None:
    """The view whose name or count stands in the cell `x` of the line of views."""
    left = 0
    for view, tab in _tabs(ink, look, cells):
        right = left + sum(width(text) for text, _ in tab)
        if left <= x < right:
            return view
        left = right
    return None


def _tabs(ink: Ink, look: TabsLook, cells: int) -> list[tuple[View, list[Part]]]:
    """The tabs as wide as there is room: every view keeps its name to the last."""
    tabs: list[tuple[View, list[Part]]] = []
    for cut_to in range(len(_UNCOUNTED) + 3):
        tabs = _tabs_cut(ink, look, cut_to)
        if sum(width(text) for _, tab in tabs for text, _ in tab) <= cells:
            break
    return tabs


def _tabs_cut(ink: Ink, look: TabsLook, cut_to: int) -> list[tuple[View, list[Part]]]:
    """Cut by so many steps: a shorter word, no room between, then the counts that matter least."""
    palette = ink.palette
    uncounted = _UNCOUNTED[: max(0, cut_to - 2)]
    between = "" if cut_to > 1 else " "
    tabs: list[tuple[View, list[Part]]] = []
    for place, (view, count) in enumerate(look.counts, start=1):
        here = view is look.current
        name = "Wait" if view is View.WAITING and cut_to else view.value.capitalize()
        style = palette.waiting if view is View.WAITING and count else palette.faint
        parts: list[Part] = [
            (Clean(f"{between}{name}"), palette.key if here else palette.faint),
        ]
        if view not in uncounted:
            parts.append((Clean(f" {count}"), palette.key if here else style))
        if here and between:
            parts.append((SPACE, palette.key))
        if place < len(look.counts):
            parts.append((SPACE, palette.text))
        tabs.append((view, parts))
    return tabs


def _narrowing(ink: Ink, look: TabsLook, cells: int) -> Strip:
    palette = ink.palette
    said: list[str] = []
    if look.only:
        said.append(f"only {ink.line(look.only)}")
    if look.query:
        said.append(f"/{ink.line(look.query)}")
    if not said:
        said.append("by number" if look.by_number else "longest unanswered first")
    words = cut(Clean("  ".join(said)), max(1, cells - 2), ink.signs.ellipsis)
    style = palette.note if look.only or look.query else palette.faint
    return strip(ink, cells, [(SPACE, style), (words, style)])


def conversation_line(
    ink: Ink, conversation: Conversation | None, number: TrackingNumber | None, me: str, cells: int
) -> Strip:
    """Who is on screen: the texter at the left, the tracking number and the holder at the right."""
    palette, signs = ink.palette, ink.signs
    if conversation is None:
        return strip(ink, cells, [(Clean(" No conversation open"), palette.faint)])
    name = ink.named(conversation.name, conversation.texter)
    left: list[Part] = [(SPACE, palette.heading), (name, palette.heading)]
    if conversation.name:
        pretty = ink.named("", conversation.texter)
        left.append((Clean(f"  {pretty}"), palette.faint))
    right: list[Part] = []
    if conversation.opted_out:
        right.append((Clean(f" {signs.locked} opted out"), palette.trouble))
    if conversation.closed:
        right.append((Clean(f" {signs.closed} closed"), palette.faint))
    if conversation.snoozed_by:
        right.append((Clean(f" {signs.snoozed} snoozed"), palette.faint))
    if conversation.holder:
        whose = ink.agent(conversation.holder, me)
        style = palette.mine if conversation.holder == me else palette.other
        right.append((Clean(f" held by {whose}"), style))
    elif not conversation.closed:
        right.append(
            (Clean(" unclaimed"), palette.waiting if conversation.waiting_since else palette.faint)
        )
    right.append((SPACE, palette.text))
    room = cells - sum(width(text) for text, _ in (*left, *right))
    if number is not None and room > 8:
        to = cut(Clean(f"  {signs.outward} {ink.line(number.name)}"), room, signs.ellipsis)
        left.append((to, palette.faint))
    return strip(ink, cells, left, right)
