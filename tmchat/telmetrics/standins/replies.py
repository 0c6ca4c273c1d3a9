"""Sends one reply to a texter, once, and says what is known of it afterwards (CONTRACT 15.2).

Whether, when and how often to try again is the caller's decision, never this module's.
"""

from dataclasses import dataclass

from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.errors import (
    CutAnswer,
    Refused,
    ServerFault,
    TelmetricsError,
    TimedOut,
    TooMany,
    Unreachable,
)
from tmchat.telmetrics.fields import as_text
from tmchat.telmetrics.standins.addresses import objection_to

_TAKEN = ("accepted", "queued", "sent", "delivered")


@dataclass(frozen=True)
class Accepted:
    """Telmetrics took the reply; the id is None where the answer names none."""

    message_id: str | None


@dataclass(frozen=True)
class RefusedForGood:
    """The reply was not taken and never will be; `status` is None where nothing was sent."""

    status: int | None
    reason: str


@dataclass(frozen=True)
class NotDelivered:
    """The reply did not arrive and may be sent again; `retry_after` in seconds, where named.

    `answered`: Telmetrics works and said so itself. A 5xx is no such answer.
    """

    reason: str
    retry_after: float | None = None
    answered: bool = False


@dataclass(frozen=True)
class Unknown:
    """The reply may have arrived: sent again, it may reach the texter twice.

    `retry_after` and `answered` are as with `NotDelivered`.
    """

    reason: str
    retry_after: float | None = None
    answered: bool = False


ReplyOutcome = Accepted | RefusedForGood | NotDelivered | Unknown


async def send_reply(
    client: Telmetrics,
    url: str,
    text: str,
    *,
    message_field: str = "Message",
    reference: tuple[str, str] | None = None,
    allowed_hosts: frozenset[str] | None = None,
) -> ReplyOutcome:
    """Post `text` to the address that came with the texter's own text. Never raises for outcomes.

    `reference` is the field and value a carrier tells repeats by. The token goes with the request,
    so it leaves only by https, or to this machine itself, and only for `allowed_hosts` (`host` or
    `host:port`, the API's own when None); any other address is RefusedForGood with nothing sent.
    """
    hosts = frozenset({client.session.host}) if allowed_hosts is None else allowed_hosts
    objection = objection_to(url, hosts)
    if objection:
        return RefusedForGood(None, f"the address for replies {objection}")
    body = {message_field: text}
    if reference is not None:
        field, value = reference
        body[field] = value
    try:
        answer = await client.session.call("POST", url, body=body)
    except TooMany as error:
        return NotDelivered(str(error), error.retry_after, answered=True)
    except Unreachable as error:
        return NotDelivered(str(error))
    except ServerFault as error:
        return Unknown(str(error), error.retry_after)
    except (TimedOut, CutAnswer) as error:
        return Unknown(str(error))
    except TelmetricsError as error:
        if isinstance(error, Refused) and not error.may_have_arrived:
            return RefusedForGood(error.status, str(error))
        return Unknown(str(error), answered=True)
    return _accepted(answer)


def _accepted(answer: object) -> ReplyOutcome:
    if answer is None:
        return Accepted(None)
    if not isinstance(answer, dict):
        return Unknown("Telmetrics answered with a success of no known shape", answered=True)
    status = as_text(answer.get("Status"))
    if status is not None and status.casefold() not in _TAKEN:
        return Unknown(f"Telmetrics answered with the status {status[:50]}", answered=True)
    return Accepted(as_text(answer.get("MessageId")))
