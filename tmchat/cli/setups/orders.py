"""Which number an entry of a file orders: what is wrong with it, and Telmetrics' words for it.

Source: CONTRACT 5.1. That abroad a geographic number needs a city or an area code is inferred.
"""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tmchat.core import phone
from tmchat.core.setup.plans import Kind

_MATCH: Final = {
    "local": "LocalToNumber",
    "tollfree": "Tollfree",
    "geographic": "Geographic",
    "national": "National",
    "tollfree_abroad": "Tollfree",
}
_ABROAD: Final = ("geographic", "national", "tollfree_abroad")
_GOES_WITH: Final = {
    "near": ("local",),
    "prefix": ("local", "tollfree"),
    "country": _ABROAD,
    "city": _ABROAD,
    "region": _ABROAD,
    "area_code": _ABROAD,
    "owner": _ABROAD,
}
_OWNER: Final = (
    *("salutation", "first_name", "last_name", "registration_name", "building_number"),
    *("street", "city", "region", "postal_code", "iso_country"),
)
MOST_NUMBERS: Final = 500
Wrong = Iterator[tuple[str, str]]


def order_problems(kind: Kind, order: Mapping[str, Any], region: str) -> Wrong:
    """All that is wrong with an order: the path of the setting, and a sentence."""
    if kind is Kind.GROUP:
        if order:
            yield "order", "A group is made, not ordered; leave the order out."
        return
    known = ("match", *_GOES_WITH, *(("quantity",) if kind is Kind.POOL else ()))
    yield from _unknown("order", order, known)
    match = order.get("match")
    if match is None:
        yield "order.match", f"Say what to order: {_listed(_MATCH)}."
    elif str(match) not in _MATCH:
        yield "order.match", f"Write one of {_listed(_MATCH)}."
    else:
        yield from _wrong_details(str(match), order, region)
    quantity = order.get("quantity")
    if kind is Kind.POOL and not (type(quantity) is int and 1 <= quantity <= MOST_NUMBERS):
        yield "order.quantity", f"Say how many numbers to order, between 1 and {MOST_NUMBERS}."


def order_request(order: Mapping[str, Any], region: str) -> dict[str, Any]:
    """Which number is wanted; `order` is one that has no problems."""
    match = str(order["match"])
    request: dict[str, Any] = {"match_type": _MATCH[match]}
    if match == "local":
        request["local_to_number"] = phone.to_telmetrics(phone.e164(str(order["near"]), region))
    if match in _ABROAD:
        request |= {"number_type": "International", "iso_country": order["country"].upper()}
        names = ("city", "region", "area_code")
        request |= {name: order[name] for name in names if order.get(name)}
        if order.get("owner"):
            request["owner_address_details"] = dict(order["owner"])
    elif order.get("prefix"):
        request["number_match_filter"] = str(order["prefix"])
    return request


def _wrong_details(match: str, order: Mapping[str, Any], region: str) -> Wrong:
    for name, matches in _GOES_WITH.items():
        if name in order and match not in matches:
            yield f"order.{name}", f"This goes with {_listed(matches)}, not with {match}."
    if match == "local" and not _is_near(order.get("near"), region):
        yield "order.near", "Name the ten-digit number that it is to be local to."
    prefix = str(order.get("prefix", "905"))
    if match in _GOES_WITH["prefix"] and not (_is_digits(prefix) and len(prefix) in (3, 6)):
        yield "order.prefix", "Write 3 digits, or 6 with the exchange."
    if match in _ABROAD:
        yield from _wrong_abroad(match, order)


def _wrong_abroad(match: str, order: Mapping[str, Any]) -> Wrong:
    if not _is_country(order.get("country")):
        yield "order.country", "Write the two letters of the country, such as GB."
    for name in ("city", "region", "area_code"):
        if not isinstance(order.get(name, ""), str):
            yield f"order.{name}", "Write a text here, in quotes."
    if match == "geographic" and not (order.get("city") or order.get("area_code")):
        yield "order.city", 'Name the city, or the area code with order.area_code, such as "020".'
    owner = order.get("owner", {})
    if not isinstance(owner, Mapping):
        yield "order.owner", "Write order.owner.last_name, order.owner.street and so on."
        return
    yield from _unknown("order.owner", owner, _OWNER)
    for name, value in owner.items():
        if name == "iso_country" and not _is_country(value):
            yield "order.owner.iso_country", "Write the two letters of the country, such as GB."
        elif not isinstance(value, str):
            yield f"order.owner.{name}", "Write a text here, in quotes."
    if match == "national" and not owner:
        yield "order.owner", f"A national number needs its owner's address: {_listed(_OWNER)}."


def _unknown(above: str, held: Mapping[str, Any], known: tuple[str, ...]) -> Wrong:
    for name in held:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {above}.{close[0]}?" if close else f"write {_listed(known)}."
            yield f"{above}.{name}", f"There is no {above}.{name}; {hint}"


def _is_near(written: object, region: str) -> bool:
    try:
        return _is_digits(phone.to_telmetrics(phone.e164(str(written or ""), region)))
    except ValueError:
        return False


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_country(value: object) -> bool:
    return isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha()


def _listed(names: Mapping[str, str] | tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
