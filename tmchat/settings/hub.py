"""The hub's settings and what follows from them alone; using them is the hub's."""

# ruff: noqa: RUF009 - `setting` declares a field, it is not a shared default

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from tmchat.settings.addresses import is_confidential, is_web_address
from tmchat.settings.failure import SettingsError
from tmchat.settings.paths import Folders
from tmchat.settings.schema import setting


@dataclass(frozen=True)
class InboundSettings:
    """Which field of a pushed text means what: JSON Pointers, the first that is found counts.

    An empty list stands for the names that the sandbox pushes (CONTRACT 15.1).
    """

    message: tuple[str, ...] = setting((), "JSON Pointers to the text itself.")
    message_id: tuple[str, ...] = setting((), "JSON Pointers to the id that tells repeats.")
    texter: tuple[str, ...] = setting((), "JSON Pointers to the texter's number.")
    tracking_number: tuple[str, ...] = setting((), "JSON Pointers to the number texted.")
    date: tuple[str, ...] = setting((), "JSON Pointers to the time of the text (UTC if unmarked).")
    media: tuple[str, ...] = setting((), "JSON Pointers to the addresses of pictures.")
    reply_url: tuple[str, ...] = setting((), "JSON Pointers to the address that takes the reply.")


@dataclass(frozen=True)
class HubSettings:
    """How one hub runs: listeners, Telmetrics account, sending rules, limits."""

    db: Path | None = setting(None, "The database file; empty: hub.db in the XDG data folder.")

    host: str = setting("127.0.0.1", "Address of the agents' listener (socket and pages).")
    port: int = setting(
        8071, "Port of the agents' listener; 0 takes a free one.", least=0, most=65535
    )
    public_host: str = setting("127.0.0.1", "Address of the public listener (webhooks, health).")
    public_port: int = setting(
        8072, "Port of the public listener; 0: a free one.", least=0, most=65535
    )
    public_url: str = setting(
        "", "Address at which Telmetrics reaches the public listener; empty: its host and port."
    )
    tls_cert: Path | None = setting(None, "Certificate file (PEM) for both listeners.")
    tls_key: Path | None = setting(None, "Key file (PEM) of tls_cert.")
    allow_plain_http: bool = setting(
        False, "Listen without TLS on an address that is not loopback, as behind a TLS proxy."
    )

    telmetrics_url: str = setting(
        "https://api.telmetrics.com/v3/api", "Base address of the Telmetrics API."
    )
    telmetrics_plain_http: bool = setting(
        False, "Send the account's token unencrypted to a telmetrics_url on another machine."
    )
    telmetrics_token: str = setting("", "Organization token of the account.", secret=True)
    token_hosts: tuple[str, ...] = setting(
        (), "Hosts (host or host:port) that may be sent the token; empty: the API's own."
    )
    extra_headers: dict[str, str] = setting(
        {}, "Headers to send with every call to Telmetrics, such as subscription-key.", secret=True
    )
    region: str = setting("US", "Country (two letters) of numbers written without a country code.")

    hook_secret: str = setting(
        "", "Secret of signed webhooks (ms-signature or Standard Webhooks).", secret=True
    )
    hook_segments: tuple[str, ...] = setting(
        (),
        "Unguessable segments of the webhook address, two while changing over; "
        "empty: one is made and kept in the database.",
        secret=True,
    )
    inbound: InboundSettings = setting(InboundSettings(), "What the fields of a push mean.")

    private_webhooks: bool = setting(
        False, "Allow texts to be routed to plain http and to addresses on a private net."
    )

    reply_reference_field: str = setting(
        "", "Field on which the carrier drops repeated replies; empty: it does not."
    )
    reply_timeout: float = setting(
        20.0, "Seconds to wait for the carrier's answer to a reply.", least=1, most=300
    )

    reply_lookup: str = setting(
        "",
        "Listing to look replies up in, with {conversation} for the carrier's id of one: a path on "
        "the API's host or a whole address; empty: there is none.",
    )
    reply_lookup_lag: float = setting(
        60.0, "Seconds after which the listing has what was sent, as measured.", least=0, most=86400
    )
    reply_flight: float = setting(
        60.0,
        "Longest seconds that a reply can be on its way and still arrive; reply_timeout at least.",
        least=1,
        most=86400,
    )

    opt_out_scope: Literal["number", "account"] = setting(
        "number", "What a STOP locks: the tracking number it came on, or all of the account."
    )

    claims_return_after: float = setting(
        600.0,
        "Seconds without a console after which what an agent holds and has not answered goes back "
        "to the queue; 0: never.",
        least=0,
    )

    replay_events: int = setting(
        5_000, "Events kept for consoles that come back; past it they start afresh.", least=1
    )
    heartbeat: float = setting(
        10.0, "Seconds between two signs of life to a console.", least=1, most=60
    )
    console_queue: int = setting(
        1_000, "Events that may wait for one console before it is cut off to resume.", least=1
    )
    max_consoles: int = setting(1_000, "Consoles that may be connected at once.", least=1)

    def check(self) -> None:
        """Raises `SettingsError` for an address that the hub must not work with."""
        if self.public_url and not is_web_address(self.public_url):
            raise SettingsError(
                f"hub.public_url wants https://HOST or http://HOST:PORT, not {self.public_url!a}."
            )
        plain = self.telmetrics_url.lower().startswith("http://")
        if plain and not (is_confidential(self.telmetrics_url) or self.telmetrics_plain_http):
            raise SettingsError(
                "hub.telmetrics_url is plain HTTP to another machine, so others could read the "
                "account's token; use https, or set hub.telmetrics_plain_http."
            )

    def database(self, folders: Folders) -> Path:
        """The file to open; its folder may not exist yet."""
        return self.db or folders.data / "hub.db"

    def hosts_for_token(self) -> frozenset[str]:
        """The hosts, lower-case, that may be sent the Telmetrics token (CONTRACT 15.2)."""
        named = self.token_hosts or (urlsplit(self.telmetrics_url).netloc,)
        return frozenset(host.lower() for host in named)

    def hook_address(self, public_port: int) -> str:
        """Where Telmetrics reaches the public listener, which took `public_port`; no last slash."""
        if self.public_url:
            return self.public_url.rstrip("/")
        scheme = "https" if self.tls_cert else "http"
        host = f"[{self.public_host}]" if ":" in self.public_host else self.public_host
        return f"{scheme}://{host}:{public_port}"
