"""Whether a pushed body comes from who holds the secret; what the body says is not looked at.

Nothing is documented (CONTRACT 15.1), so two customs are accepted: `ms-signature` of ASP.NET
WebHooks, and Standard Webhooks. Every comparison takes the same time for any wrong signature.
"""

import base64
import hmac
from collections.abc import Mapping
from hashlib import sha256

_STANDARD_PREFIX = "whsec_"
_TOLERANCE = 5 * 60 * 1000


def check_signature(
    body: bytes,
    headers: Mapping[str, str],
    secret: str,
    *,
    now: int,
    tolerance: int = _TOLERANCE,
) -> bool:
    """Whether one of the two signatures is there and right; header names in any case.

    `now` and `tolerance` are milliseconds and bound the age of a Standard Webhooks message both
    ways; `ms-signature` has no time. Raises ValueError as `signing_key` does.
    """
    key = signing_key(secret)
    named = {name.lower(): value for name, value in headers.items()}
    return _microsoft(body, named, secret) or _standard(body, named, key, now, tolerance)


def signing_key(secret: str) -> bytes:
    """The bytes a Standard Webhooks secret stands for: base64 after `whsec_`, else its UTF-8.

    Raises ValueError for an empty secret and for a `whsec_` that is not base64: call it at start,
    so that a mistyped secret is known before the first text is turned away.
    """
    try:
        if secret.startswith(_STANDARD_PREFIX):
            key = base64.b64decode(secret.removeprefix(_STANDARD_PREFIX), validate=True)
        else:
            key = secret.encode()
    except ValueError:
        raise ValueError("the webhook secret must be plain text, or whsec_ and base64") from None
    if not key:
        raise ValueError("the webhook secret must not be empty")
    return key


def _microsoft(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    kind, _, signature = headers.get("ms-signature", "").strip().partition("=")
    expected = hmac.new(secret.encode(), body, sha256).hexdigest()
    return kind.lower() == "sha256" and _same(expected, signature.lower())


def _standard(
    body: bytes, headers: Mapping[str, str], key: bytes, now: int, tolerance: int
) -> bool:
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    # Fifteen digits are beyond any date, and keep int() from being handed a megabyte.
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15):
        return False
    if abs(now - int(timestamp) * 1000) > tolerance:
        return False
    signed = f"{message_id}.{timestamp}.".encode("utf-8", "replace") + body
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode("ascii")
    offered = [part.partition(",") for part in headers.get("webhook-signature", "").split()]
    matches = [_same(expected, value) for version, _, value in offered if version == "v1"]
    return any(matches)


def _same(expected: str, offered: str) -> bool:
    return hmac.compare_digest(expected.encode("ascii"), offered.encode("utf-8", "replace"))
