"""Routes of calls (CONTRACT 8) and of their recordings; not what becomes of a call."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.sandbox.calls import Calls
from tmchat.sandbox.dates import read_query_time
from tmchat.sandbox.errors import Checks, not_found
from tmchat.sandbox.silence import silent_mp3
from tmchat.sandbox.web import Answer, page_of, path_id, query


class CallRoutes:
    """Calls, over HTTP; `recordings` stand outside the API and need no token, as links do not."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.routes = [
            Route("/calls", self.list_calls),
            Route("/calls/{call}", self.get_call),
        ]
        self.recordings = [Route("/filedownload.ashx/{guid}/{name}", self.recording)]

    async def list_calls(self, request: Request) -> Response:
        """Answer a page of the calls of a window (samples 13 and 14)."""
        values = query(request)
        since, until = _window(values)
        page = page_of(request)
        return Answer(self._calls.page(since, until, page, transcribed=_transcribed(values)))

    async def get_call(self, request: Request) -> Response:
        """Answer one call inside `results`."""
        transcribed = _transcribed(query(request))
        call = self._calls.get(path_id(request, "call"), transcribed=transcribed)
        return Answer({"results": call})

    async def recording(self, request: Request) -> Response:
        """Answer the recording of a call: silence, as nobody spoke."""
        name, _, ending = str(request.path_params["name"]).partition(".")
        if ending != "mp3" or not (name.isascii() and name.isdigit() and len(name) <= 18):
            raise not_found("recording")
        seconds = self._calls.recorded_seconds(request.path_params["guid"], int(name))
        return Response(silent_mp3(seconds), media_type="audio/mpeg")


def _window(values: Mapping[str, str]) -> tuple[int, int]:
    """The window of calls, which must be given; its start lies before its end."""
    checks = Checks()
    names = ("startdateutc", "enddateutc")
    for name in names:
        if not values.get(name):
            checks.fail(name, "Is required, such as 2018-01-01T00:00.")
    checks.finish()
    since, until = (read_query_time(values[name], name) for name in names)
    if since >= until:
        checks.fail("enddateutc", "Must be after startdateutc.")
    checks.finish()
    return since, until


def _transcribed(values: Mapping[str, str]) -> bool:
    wanted = values.get("includetranscription", "false").casefold()
    checks = Checks()
    if wanted not in ("true", "false"):
        checks.fail("includetranscription", "Must be true or false.")
    checks.finish()
    return wanted == "true"
