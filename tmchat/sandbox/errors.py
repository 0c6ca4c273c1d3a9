"""The answers that refuse a request, and the gathering of field errors; not HTTP around them."""

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal with its HTTP status; the body is `{"message", "errors"?}` (CONTRACT 15.4)."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        fields: tuple[tuple[str, str], ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.fields = fields
        self.headers = dict(headers or {})

    def body(self) -> dict[str, object]:
        """The JSON object of the answer."""
        if not self.fields:
            return {"message": self.message}
        errors = [{"field": field, "message": message} for field, message in self.fields]
        return {"message": self.message, "errors": errors}


class Checks:
    """Gathers every field error of one request, so that a caller sees all of them at once."""

    def __init__(self) -> None:
        self._found: list[tuple[str, str]] = []

    def fail(self, field: str, message: str) -> None:
        """Note that `field` (dotted path in the body) is wrong."""
        self._found.append((field, message))

    def finish(self) -> None:
        """Raise `ApiError` 400 when anything was noted."""
        if self._found:
            raise ApiError(400, "The request is not valid.", fields=tuple(self._found))


def invalid(field: str, message: str) -> ApiError:
    """The refusal of a request for one field."""
    return ApiError(400, "The request is not valid.", fields=((field, message),))


def not_found(what: str) -> ApiError:
    """The refusal of a request about something that does not exist."""
    return ApiError(404, f"There is no such {what}.")
