"""One question to the hub's agents' listener from a command; a console's line is `link`'s."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tmchat.cli.failure import Plight
from tmchat.cli.parser import share
from tmchat.cli.session import session
from tmchat.core.text import clean_line
from tmchat.settings import secrets
from tmchat.settings.secrets import Token

ANSWER_SECONDS = 100.0
"""Longer than the hub itself waits for Telmetrics, which some questions are passed on to."""


def add_hub_flags(parser: ArgumentParser, *, config: bool = True) -> None:
    """`--hub URL`, and `--config FILE` unless the parser has it already; its steps take both."""
    if config:
        share(
            parser,
            "--config",
            type=Path,
            metavar="FILE",
            help="Settings file; see tmchat settings.",
        )
    share(
        parser,
        "--hub",
        metavar="URL",
        help="Address of the hub (default: the one in the settings).",
    )


class HubCall:
    """A signed-in session of plain requests; use it as a context.

    A token that was just typed may be a string: then there is no place that it came from.
    Every method raises `Plight` with the hub's own sentence, or why the hub gave none.
    """

    def __init__(self, hub: str, token: Token | str) -> None:
        import httpx

        from tmchat.link.trust import trust

        self._hub = hub.rstrip("/")
        self._token = token if isinstance(token, Token) else Token(token, "")
        try:
            self._http = httpx.Client(
                base_url=self._hub,
                headers={"Authorization": f"Bearer {self._token.value}"},
                timeout=httpx.Timeout(ANSWER_SECONDS, connect=10.0),
                verify=trust(self._hub),
                trust_env=False,
            )
        except (httpx.InvalidURL, ValueError):
            raise Plight(f"{self._hub} is no address of a hub; write http://HOST:PORT.") from None

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
        return self._ask("GET", path, query=query)

    def post(self, path: str, body: Any = None) -> Any:
        """The decoded answer to a POST of `body` as JSON."""
        return self._ask("POST", path, body=body)

    def _ask(
        self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: Any = None
    ) -> Any:
        import httpx

        try:
            # httpx's own JSON is no ASCII, and words from a command line may hold lone surrogates.
            content = None if body is None else json.dumps(body)
            response = self._http.request(method, path, params=query, content=content)
            answer = response.json()
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            raise Plight(f"{self._hub} is no address of a hub; write http://HOST:PORT.") from None
        except httpx.ConnectError as error:
            raise no_hub(self._hub, error) from None
        except httpx.HTTPError as error:
            raise Plight(
                f"The hub at {self._hub} gave no whole answer ({type(error).__name__})."
            ) from None
        except ValueError:
            raise Plight(f"What answers at {self._hub} is not a hub of tmchat.") from None
        if response.is_success:
            return answer
        message = answer.get("message") if isinstance(answer, dict) else None
        if response.status_code == 401:
            raise Plight(unknown_token(self._hub, self._token))
        said = clean_line(message) if isinstance(message, str) else "no reason given."
        raise Plight(f"The hub says: {said}")


def no_hub(hub: str, error: Exception) -> Plight:
    """What to say when no connection to `hub` could be made."""
    from tmchat.link.trust import tls_refusal

    why = tls_refusal(hub, error)
    return Plight(why or f"No hub answers at {hub}; is `tmchat hub` running?")


def unknown_token(hub: str, token: Token) -> str:
    """What to say when `hub` does not know `token`, by the place where it came from."""
    said = f"The hub at {hub} knows no such token"
    match token.where:
        case "":
            return f"{said}; run tmchat login again."
        case secrets.VARIABLE:
            return f"{said} as {token.where} holds; mend that variable, or unset it and log in."
        case secrets.FROM_COMMAND:
            return f"{said} as {token.where} prints; mend console.token_command."
        case _:
            return f"{said} as {token.where} holds; run tmchat login {hub} again."


def hub_call(args: Namespace) -> HubCall:
    """A call to the hub that `args` and the settings name, as whoever is logged in there.

    Raises `Plight` where nobody is, and `SettingsError`.
    """
    signed_in = session(args)
    return HubCall(signed_in.hub, signed_in.token)
