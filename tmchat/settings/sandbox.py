"""The settings of the sandbox, with their defaults and sentences; not their effect."""

from dataclasses import dataclass

from tmchat.settings.schema import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxSettings:
    """What one sandbox server is started with."""

    host: str = setting("127.0.0.1", "Address to listen on.")
    port: int = setting(8070, "Port to listen on; 0 takes a free one.", least=0, most=65535)
    db: str = setting("", "SQLite file that keeps the account and its texts; empty: in memory.")
    token: str = setting("sandbox-token", "Value wanted in x-organization-token.", secret=True)
    lead_key: str = setting(
        "4c3b2a19-8f7e-4d6c-9b5a-0e1f2d3c4b5a",
        "Value wanted in the `key` field of lead-tracking calls.",
        secret=True,
    )
    seed: int = setting(1, "Seed of the provisioned numbers and of the texters' day.")
    texters: int = setting(12, "How many scripted texters converse at once.", least=0)
    rate: float = setting(
        6.0, "Texts a minute from the scripted texters; 0 keeps them silent.", least=0
    )
    call_rate: float = setting(
        1.0, "Phone calls a minute from the sandbox's own callers; 0 keeps them silent.", least=0
    )
    past_calls: int = setting(
        120, "Phone calls of the seven days before that a new account has.", least=0, most=100_000
    )
    showcase: bool = setting(
        False, "A new account also has a business with a menu, a pool and one of each feature."
    )
    read_only_token: str = setting(
        "", "A second token, which may read everything and is refused (403) all else.", secret=True
    )
    inbound_webhook_url: str = setting(
        "", "Where a new account's numbers push their texts; empty: their SMS route is None."
    )
    quiet_hours: float = setting(
        24.0, "Hours of silence after which a conversation has ended.", least=0
    )
    push_seconds: float = setting(10.0, "Seconds a webhook receiver has for its answer.", least=0)
    push_batch: int = setting(
        1, "The most texts of one conversation that wait together and go in one push.", least=1
    )
    retry_scale: float = setting(
        1.0, "Factor on the webhook retry delays of 1, 5, 30, 120 and 600 seconds.", least=0
    )
    receipts: bool = setting(True, "Push delivery receipts for replies.")
    reply_reference_field: str = setting(
        "", "Field of a reply on which the carrier de-duplicates; empty: it does not."
    )
    reply_lookup: bool = setting(True, "Offer the listing of conversations and texts under /sms.")
    carrier_blocks_opt_out: bool = setting(
        True, "Refuse replies to a texter who sent STOP until START arrives."
    )
