"""What can go wrong between this client and Telmetrics, as one tree; raising them is `session`'s.

    TelmetricsError
    +-- Refused             a definite no: 4xx, with `status`, `message` and `fields`
    |   +-- BadRequest      400
    |   +-- Unauthorized    401
    |   +-- Forbidden       403
    |   +-- NotFound        404
    |   +-- Conflict        409, which may follow an earlier success
    |   +-- TooMany         429, with `retry_after` in seconds
    +-- ServerFault         5xx
    +-- Unreachable         no connection: the request never left
    +-- TimedOut            no answer in time
    +-- CutAnswer           the connection broke after the request may have left
    +-- UnexpectedAnswer    an answer of no documented shape

`str()` of each is one sentence. Telmetrics' own words stand in it as they came, so they are text
from outside; the token and the bodies of requests never do.
"""

from typing import NamedTuple


class FieldFault(NamedTuple):
    """One entry of `errors` in a refusal: which field, and what is wrong with it."""

    field: str
    message: str


class TelmetricsError(Exception):
    """Anything that keeps a call from succeeding.

    `may_have_arrived` says whether Telmetrics may have acted on the request all the same
    (CONTRACT 15.2); only when it is False may a request that is not idempotent be repeated.
    """

    may_have_arrived: bool = True

    def in_full(self) -> str:
        """The sentence with its full stop, one even where Telmetrics' own words end in one."""
        return f"{str(self).rstrip('. ')}."


class Refused(TelmetricsError):
    """Telmetrics read the request and said no."""

    sentence = "Telmetrics refused the request"

    def __init__(self, status: int, message: str, fields: tuple[FieldFault, ...] = ()) -> None:
        self.status = status
        self.message = message
        self.fields = fields
        self.may_have_arrived = status in (408, 409)
        said = " ".join([message, *(f"{fault.field}: {fault.message}" for fault in fields)])
        super().__init__(f"{self.sentence} ({status}): {said}")


class BadRequest(Refused):
    """400: a field is missing or wrong; `fields` names it where the answer does."""

    sentence = "Telmetrics finds the request wrong"


class Unauthorized(Refused):
    """401: the token is missing, mistyped or deleted."""

    sentence = "Telmetrics does not accept the token"


class Forbidden(Refused):
    """403: the token is good, but not for this."""

    sentence = "Telmetrics does not allow this with the token"


class NotFound(Refused):
    """404: nothing has this id or path."""

    sentence = "Telmetrics does not have what was asked for"


class Conflict(Refused):
    """409: it clashes with what is there, possibly with an earlier attempt of the same request."""

    sentence = "Telmetrics has something that this clashes with"


class TooMany(Refused):
    """429: asked too often; `retry_after` is the wait in seconds, None where none was named."""

    sentence = "Telmetrics was asked too often"

    def __init__(
        self,
        status: int,
        message: str,
        fields: tuple[FieldFault, ...] = (),
        *,
        retry_after: float | None = None,
    ) -> None:
        wait = "" if retry_after is None else f" Try again in {retry_after:g} s."
        super().__init__(status, message + wait, fields)
        self.message = message
        self.retry_after = retry_after


class ServerFault(TelmetricsError):
    """5xx: Telmetrics failed, before or after acting on the request.

    `retry_after` is the wait in seconds, None where none was named.
    """

    def __init__(self, status: int, message: str, *, retry_after: float | None = None) -> None:
        self.status = status
        self.message = message
        self.retry_after = retry_after
        super().__init__(f"Telmetrics failed ({status}): {message}")


class Unreachable(TelmetricsError):
    """No connection could be made: a definite non-delivery."""

    may_have_arrived = False


class TimedOut(TelmetricsError):
    """The request may have left, and no answer came in time."""


class CutAnswer(TelmetricsError):
    """The request may have left, and the connection broke before the answer was whole."""


class UnexpectedAnswer(TelmetricsError):
    """The answer is whole, but neither an error nor of the documented shape."""
