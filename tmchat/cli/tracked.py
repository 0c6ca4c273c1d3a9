"""Tracking numbers as people write them, against those of the desk; what is done with one is each
command's."""

from typing import Any

from tmchat.cli.failure import Plight
from tmchat.cli.hubcall import HubCall


def region_of(call: HubCall) -> str:
    """Where numbers without a country code belong, which is a setting of the hub's."""
    return str(call.get("/agents/me").get("region", "US"))


def tracking_number(call: HubCall, written: str, flag: str = "") -> dict[str, Any]:
    """The plain form of the tracking number that somebody wrote, behind `flag` where there is one.

    Raises `Plight` for no phone number, and for one that the account has not.
    """
    from tmchat.core import phone

    try:
        wanted = phone.e164(written, region_of(call))
    except ValueError as fault:
        raise Plight(f"{flag}: {fault}" if flag else str(fault)) from None
    for form in call.get("/agents/numbers")["numbers"]:
        if form.get("number") == wanted:
            return dict(form)
    raise Plight(unknown_number(wanted))


def unknown_number(number: str) -> str:
    """The sentence for a number (E.164) that the account has not."""
    from tmchat.core import phone

    return f"The account has no tracking number {phone.pretty(number)}."
