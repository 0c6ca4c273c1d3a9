"""What a setting may be chosen to be, with what each choice means; the list is drawn by a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tmchat.console.setup.form import FormRow, SettingsForm
from tmchat.console.setup.values import choice_words, offered
from tmchat.core.setup.shapes import Form
from tmchat.core.setup.trees import at


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: `id` is handed back, `more` explains it, `barred` says why it cannot be."""

    id: str
    title: str
    more: str = ""
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices with the settings that each sets, and the one that is now."""

    choices: tuple[Choice, ...]
    values: Mapping[str, tuple[tuple[str, Any], ...]]
    now: str


_HERE: Final = "here"
_ROUTES: Final = {
    _HERE: "Agents answer its texts here, in conversations.",
    "webhook": "Texts are pushed to an address that you name, and not here.",
    "chat_client": "Texts go to a chat client of the account; chat here goes off.",
    "auto_reply": "Telmetrics answers with a fixed text, once in 24 hours; chat here goes off.",
    "forward": "Texts are announced to a mobile; chat here goes off.",
    "none": "Texts are recorded and go nowhere.",
}
_NO_ADDRESS: Final = "No number is on this desk yet: attach one first, with a in the numbers table."
_NO_FORWARD: Final = "A number pool cannot forward texts."
_MORE: Final = {
    "basic": "One phone rings.",
    "key_press": "The caller hears a greeting and presses a key.",
}


def choices_of(row: FormRow, form: SettingsForm, own_address: str) -> Choices:
    """The choices of a row; `own_address` is the desk's webhook address as it is shown."""
    if row.path == "sms.kind":
        return _routes(row, form, own_address)
    if row.setting.form is Form.CHOICE:
        listed = tuple(
            Choice(one, choice_words(row.setting, one), _MORE.get(one, ""))
            for one in row.setting.choices
        )
        return Choices(listed, {one.id: ((row.path, one.id),) for one in listed}, str(row.value))
    whole = row.setting.form is Form.WHOLE
    known = offered(row.setting, form.lists) or ()
    named = [Choice("", "none", "Not set.")]
    named += [Choice(one.id, one.name, f"{one.more}  {one.id}".strip()) for one in known]
    values: dict[str, tuple[tuple[str, Any], ...]] = {
        one.id: ((row.path, _id(one.id, whole=whole)),) for one in named
    }
    now = "" if row.value is None else str(row.value)
    return Choices(tuple(named), values, now)


def _routes(row: FormRow, form: SettingsForm, own: str) -> Choices:
    url = str(at(form.tree, "sms.url") or "")
    is_here = bool(own) and row.value == "webhook" and url.startswith(own)
    # Only pools have a match period.
    pool = any(one.path == "match_period" for one in form.shape.declared)
    barred = {"forward": _NO_FORWARD if pool else "", _HERE: "" if own else _NO_ADDRESS}
    titles = {_HERE: "this desk", "webhook": "webhook elsewhere"}
    listed = tuple(
        Choice(id, titles.get(id) or choice_words(row.setting, id), more, barred.get(id, ""))
        for id, more in _ROUTES.items()
    )
    values: dict[str, tuple[tuple[str, Any], ...]] = {id: ((row.path, id),) for id in _ROUTES}
    values[_HERE] = ((row.path, "webhook"), ("sms.url", own))
    elsewhere = "" if is_here else url
    values["webhook"] = ((row.path, "webhook"), ("sms.url", elsewhere or None))
    for id in ("auto_reply", "forward"):
        if at(form.tree, "sms.enabled") is None:
            values[id] = (*values[id], ("sms.enabled", id == "auto_reply"))
    return Choices(listed, values, _HERE if is_here else str(row.value or "none"))


def _id(id: str, *, whole: bool) -> Any:
    if not id:
        return None
    return int(id) if whole and id.isdigit() else id
