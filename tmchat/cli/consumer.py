"""A consumer's phone on a running sandbox, over its control surface; it never speaks to a hub."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from tmchat.cli.failure import Plight
from tmchat.core import phone
from tmchat.core.text import clean_line

WATCH_SECONDS = 20.0
ANSWER_SECONDS = 10.0


class SandboxCall:
    """Plain requests to one sandbox; use it as a context. Its methods raise `Plight`."""

    def __init__(self, url: str, token: str) -> None:
        import httpx

        from tmchat.link.trust import trust

        self._url = url.rstrip("/")
        try:
            self._http = httpx.Client(
                base_url=self._url,
                headers={"x-organization-token": token},
                timeout=WATCH_SECONDS + ANSWER_SECONDS,
                verify=trust(self._url),
                trust_env=False,
            )
        except (httpx.InvalidURL, ValueError):
            raise self._no_address() from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """The decoded answer to a GET."""
        return self._ask("GET", path, query, None)

    def post(self, path: str, body: Any) -> Any:
        """The decoded answer to a POST of `body`, in ASCII so that any text can travel."""
        return self._ask("POST", path, None, json.dumps(body).encode("ascii"))

    def _ask(
        self, method: str, path: str, query: Mapping[str, str] | None, body: bytes | None
    ) -> Any:
        import httpx

        from tmchat.link.trust import tls_refusal

        try:
            response = self._http.request(method, path, params=query, content=body)
            answer = response.json()
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            raise self._no_address() from None
        except httpx.ConnectError as error:
            why = tls_refusal(self._url, error)
            raise Plight(
                why or f"No sandbox answers at {self._url}; is `tmchat sandbox` running?"
            ) from None
        except httpx.HTTPError as error:
            raise Plight(
                f"The sandbox at {self._url} gave no whole answer ({type(error).__name__})."
            ) from None
        except ValueError:
            raise Plight(f"What answers at {self._url} is not a sandbox.") from None
        if response.is_success:
            return answer
        raise Plight(f"The sandbox says: {_reason(answer)}")

    def _no_address(self) -> Plight:
        return Plight(f"{self._url!a} is no address of a sandbox; write http://HOST:PORT.")


def watch(call: SandboxCall, number: str, after: str | None, count: int | None) -> None:
    """Print each text that the phone `number` receives, as a phone shows it: time, from, text.

    Begins behind the text with the id `after`, or with what comes from this moment on; ends after
    `count` texts, never without. Raises `Plight`.
    """
    path = f"/sandbox/phones/{quote(number, safe='')}"
    if after is None:
        before = call.get(path)
        after = before[-1]["id"] if before else None
    print("Watching; Ctrl+C ends it.", file=sys.stderr, flush=True)
    left = count
    while left != 0:
        query = {"wait": str(WATCH_SECONDS)} | ({} if after is None else {"after": after})
        for text in call.get(path, query):
            after = text["id"]
            if text["direction"] == "received" and left != 0:
                print(_shown(text), flush=True)
                left = None if left is None else left - 1


def _shown(text: Mapping[str, Any]) -> str:
    moment = datetime.fromtimestamp(text["at"] / 1000).strftime("%H:%M:%S")
    try:
        peer = phone.pretty(phone.from_telmetrics(text["peer"]))
    except ValueError:
        peer = clean_line(text["peer"])
    return f"{moment}  {peer}  {clean_line(' '.join((text['text'], *text['media'])))}"


def _reason(answer: Any) -> str:
    """The sandbox's sentence with the fields that are wrong."""
    match answer:
        case {"errors": [*errors]} if errors:
            parts = (f"{one['field']}: {one['message']}" for one in errors)
            return clean_line(" ".join(parts))
        case {"message": str(message)}:
            return clean_line(message)
    return "no reason given."
