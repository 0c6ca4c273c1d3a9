"""The `replacement_configuration` block (CONTRACT 9) made canonical; no web page is rewritten."""

import re
from typing import Any

from tmchat.sandbox.fields import Fields

_SHOWN_NUMBER = re.compile(r"[0-9A-Za-z]{10}|\+[0-9A-Za-z]{7,16}", re.ASCII)
_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})+", re.IGNORECASE | re.ASCII)
_OPERATORS = ("AND", "OR")


def read_replacement(block: Fields) -> dict[str, Any]:
    """The canonical block: what is replaced on a page, and for visitors from where."""
    fields: dict[str, Any] = {}
    shown = block.texts("numbers_to_replace")
    replace_all = block.flag("replace_all_numbers")
    if bool(shown) == replace_all:
        block.fail(
            "numbers_to_replace", "Give numbers_to_replace or replace_all_numbers: exactly one."
        )
    if not all(_SHOWN_NUMBER.fullmatch(number) for number in shown):
        block.fail(
            "numbers_to_replace", "Each must be 10 letters or digits, or + and longer abroad."
        )
    if shown:
        fields["numbers_to_replace"] = shown
    else:
        fields["replace_all_numbers"] = True
    fields["tracking_sources"] = [_source(source) for source in block.parts("tracking_sources")]
    return fields | block.rest()


def _source(source: Fields) -> dict[str, Any]:
    domain = source.text("referrer_domain", required=True)
    if domain is not None and domain.casefold() == "any":
        domain = "Any"
    elif domain is not None and not _DOMAIN.fullmatch(domain):
        source.fail("referrer_domain", "Must be Any or a domain such as google.com.")
    fields: dict[str, Any] = {
        "referrer_domain": domain,
        "url_triggers": _triggers(source, "url_triggers"),
        "track_organic": source.flag("track_organic"),
    }
    if "page_variable_triggers" in source:
        fields["page_variable_triggers"] = _triggers(source, "page_variable_triggers")
    for operator in ("url_trigger_operator", "page_trigger_operator"):
        if operator in source:
            fields[operator] = source.choice(operator, _OPERATORS)
    return fields | source.rest()


def _triggers(source: Fields, name: str) -> list[str]:
    """Triggers such as `gclid=%`: a name, and a value in which `%` and `*` stand for anything."""
    triggers = source.texts(name)
    if not all(trigger.partition("=")[0].strip() for trigger in triggers):
        source.fail(name, "Each must name a variable, such as gclid=%.")
    return triggers
