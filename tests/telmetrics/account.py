"""A Telmetrics account that answers as told and keeps what it was asked; it has no rules."""

import json
from typing import Any

import httpx

from tmchat.telmetrics.client import Telmetrics

TOKEN = "4f2d-token-of-tests"


class Account:
    """Gives its answers one after the other, the last one for ever."""

    def __init__(self, *answers: Any, status: int = 200) -> None:
        """An answer is a response, an exception to raise, or JSON sent with `status`."""
        self._answers = list(answers)
        self._status = status
        self.requests: list[httpx.Request] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The next answer, for a transport of its own."""
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(self._status, content=json.dumps(answer).encode())

    def client(self, base_url: str = "https://api.telmetrics.com/v3/api") -> Telmetrics:
        """A client whose every request ends up here."""
        return Telmetrics(
            TOKEN, base_url=base_url, transport=httpx.MockTransport(self.answer), timeout=5.0
        )

    @property
    def asked(self) -> str:
        """The last request's method and path below the base address."""
        last = self.requests[-1]
        return f"{last.method} {last.url.path.removeprefix('/v3/api')}"

    @property
    def query(self) -> dict[str, str]:
        """The last request's query."""
        return dict(self.requests[-1].url.params)

    @property
    def body(self) -> Any:
        """The last request's body, decoded."""
        return json.loads(self.requests[-1].content)
