"""Signed pushes, checked against signatures made here by the published recipes."""

import base64
import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.telmetrics.standins import check_signature, signing_key

BODY = b'{"Id": "7d1f"}'
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
NOW = 1_772_385_361_000


def standard(body: bytes, at: int, message_id: str = "msg_1") -> dict[str, str]:
    """The headers of Standard Webhooks; `at` in seconds."""
    key = b"0123456789abcdef01234567"
    digest = hmac.new(key, f"{message_id}.{at}.".encode() + body, sha256).digest()
    return {
        "Webhook-Id": message_id,
        "Webhook-Timestamp": str(at),
        "Webhook-Signature": f"v1a,x v1,AAAA v1,{base64.b64encode(digest).decode()}",
    }


def microsoft(body: bytes, secret: str) -> dict[str, str]:
    """The header of ASP.NET WebHooks."""
    return {"MS-Signature": "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest().upper()}


def test_right_signatures() -> None:
    assert check_signature(BODY, standard(BODY, NOW // 1000), SECRET, now=NOW)
    for secret in (SECRET, "a plain secret", "ein Schlüssel"):
        assert check_signature(BODY, microsoft(BODY, secret), secret, now=NOW)


def test_the_published_example_of_standard_webhooks() -> None:
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    assert check_signature(body, headers, secret, now=1_614_265_330_000)


@pytest.mark.parametrize("late", [-301, 301])
def test_a_message_too_old_or_too_early(late: int) -> None:
    headers = standard(BODY, NOW // 1000 + late)
    assert not check_signature(BODY, headers, SECRET, now=NOW)
    assert check_signature(BODY, headers, SECRET, now=NOW, tolerance=302_000)


def test_anything_changed_is_refused() -> None:
    right = standard(BODY, NOW // 1000)
    for headers in (
        {},
        {**right, "Webhook-Id": "msg_2"},
        {**right, "Webhook-Timestamp": "9" * 5000},
        {**right, "Webhook-Timestamp": "١٢٣"},
        {**right, "Webhook-Signature": "v1,"},
        {**right, "Webhook-Signature": right["Webhook-Signature"].replace("v1,", "v2,")},
        {"ms-signature": ""},
        {"ms-signature": "sha256="},
        {"ms-signature": "sha256=ü"},
        {"ms-signature": microsoft(BODY, SECRET)["MS-Signature"].replace("sha256", "sha1")},
        microsoft(BODY, "other"),
    ):
        assert not check_signature(BODY, headers, SECRET, now=NOW)
    assert not check_signature(BODY + b" ", right, SECRET, now=NOW)
    assert not check_signature(BODY + b" ", microsoft(BODY, SECRET), SECRET, now=NOW)


@given(st.dictionaries(st.sampled_from(["ms-signature", *standard(BODY, 1)]), st.text()))
def test_no_guess_passes_or_raises(headers: dict[str, str]) -> None:
    assert not check_signature(BODY, headers, SECRET, now=NOW)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_***", "whsec_ü", "\ud83d"])
def test_secrets_that_cannot_work_are_named(secret: str) -> None:
    with pytest.raises(ValueError, match="webhook secret"):
        signing_key(secret)
    with pytest.raises(ValueError, match="webhook secret"):
        check_signature(BODY, {}, secret, now=NOW)
