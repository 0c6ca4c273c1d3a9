"""Reading pushed bodies: the stand-in shape, other shapes by mapping, and any bytes at all."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.telmetrics.moments import parse_moment
from tmchat.telmetrics.standins import Inbound, InboundText, Mapping, parse_inbound
from tmchat.telmetrics.standins.pointers import check_pointer, follow

NOTIFICATION: dict[str, Any] = {
    "Action": "SmsDetails.SmsMessageReceived",
    "MessageId": "5c0e0000-0000-4000-8000-000000000001",
    "ConversationId": "2f4e6d8c-0b1a-4c3d-9e5f-7a8b9c0d1e2f",
    "MessageDate": "2026-03-01T17:16:01.147",
    "TelmetricsStudyID": 9462777,
    "TexterNumber": "9055550128",
    "TextedNumber": "2245550121",
    "ConversationType": "Webhook",
    "Message": "Do you have this in blue?",
    "MediaUrls": ["https://m.example/1.jpg"],
    "TexterName": "Sam Reed",
    "TexterCity": "Peoria",
    "TexterState": "IL",
    "TexterZip": "61602",
    "AttributionDetails": {
        "session_tag": None,
        "RuleDescription": "Google Paid",
        "LandingPageUrl": "https://shop.example?utm_campaign=fall%20sale&utm_term=blue",
        "ReferrerUrl": "https://google.com",
    },
    "Reply": {"Url": "https://api.telmetrics.com/sms/conversations/2f4e/messages"},
}


def envelope(*notifications: Any, **other: Any) -> dict[str, Any]:
    """The documented envelope around notifications."""
    return {
        "Id": "7d1f0c2ab3e94f6d8c5b4a3928170654",
        "Attempt": 1,
        "Properties": {"CollectionType": "SmsDetails", "UTC": "2026-03-01T17:16:01.765"},
        "Notifications": list(notifications),
        **other,
    }


def read(payload: Any, mapping: Mapping | None = None) -> Inbound:
    """What is found in a payload."""
    return parse_inbound(json.dumps(payload).encode(), mapping or Mapping())


def only_text(payload: Any, mapping: Mapping | None = None) -> InboundText:
    """The one text of a payload that holds nothing else."""
    found = read(payload, mapping)
    (text,) = found.texts
    assert (found.starts, found.receipts, found.unreadable) == ((), (), ())
    return text


def without(*names: str, **changed: Any) -> dict[str, Any]:
    """The notification without some fields, and with others changed."""
    return {name: value for name, value in NOTIFICATION.items() if name not in names} | changed


def test_a_text() -> None:
    text = only_text(envelope(NOTIFICATION))
    assert text.message == "Do you have this in blue?"
    assert text.key == text.message_id == "5c0e0000-0000-4000-8000-000000000001"
    assert text.conversation_id == "2f4e6d8c-0b1a-4c3d-9e5f-7a8b9c0d1e2f"
    assert (text.texter.number, text.tracking_number) == ("9055550128", "2245550121")
    assert (text.texter.name, text.texter.city) == ("Sam Reed", "Peoria")
    assert (text.texter.state, text.texter.zip) == ("IL", "61602")
    assert text.media == ("https://m.example/1.jpg",)
    assert text.sent_at == parse_moment("2026-03-01T17:16:01.147Z")
    assert text.attribution.rule == "Google Paid"
    assert (text.attribution.campaign, text.attribution.keyword) == ("fall sale", "blue")
    assert text.attribution.tag == ""
    assert text.reply_url == "https://api.telmetrics.com/sms/conversations/2f4e/messages"
    assert text.reply_field == "Message"


def test_every_notification_counts() -> None:
    found = read(
        envelope(
            NOTIFICATION,
            without("Message", "MediaUrls"),
            without("MessageId", Message="second"),
            {"Action": "SmsDetails.SmsDeliveryUpdate", "MessageId": "m1", "Status": "DELIVERED"},
            without(Action="SmsDetails.SmsConversationStart"),
            {"Action": "SmsDetails.SmsDeliveryUpdate", "Status": "Sent"},
            "junk",
        )
    )
    assert [(text.position, text.message) for text in found.texts] == [
        (0, "Do you have this in blue?"),
        (2, "second"),
    ]
    assert found.texts[1].key == "7d1f0c2ab3e94f6d8c5b4a3928170654/2"
    assert [start.position for start in found.starts] == [4]
    assert found.starts[0].conversation_type == "Webhook"
    assert [(receipt.message_id, receipt.status) for receipt in found.receipts] == [
        ("m1", "Delivered")
    ]
    assert found.unreadable == (1, 5, 6)


def test_receipt() -> None:
    (receipt,) = read(
        envelope(
            {
                "Action": "SmsDetails.SmsDeliveryUpdate",
                "MessageId": "m1",
                "Status": "Lost at sea",
                "ErrorCode": 30003,
            }
        )
    ).receipts
    assert (receipt.status, receipt.error_code) == ("Lost at sea", "30003")
    assert receipt.at == parse_moment("2026-03-01T17:16:01.765Z")


@pytest.mark.parametrize(
    "text", ["", " ", "\ud83d", "a\x1b]52;c;aGk=\x07", "\u202e\u200f", "[/]", "\x00"]
)
def test_messages_are_kept_as_they_came(text: str) -> None:
    assert only_text(envelope(without(Message=text))).message == text


def test_media_alone_make_a_text() -> None:
    text = only_text(envelope(without("Message", MediaUrls="https://m.example/1.jpg")))
    assert (text.message, text.media) == ("", ("https://m.example/1.jpg",))


def test_the_envelope_lends_its_time_but_never_its_id() -> None:
    text = only_text(envelope(without("MessageDate", "MessageId"), MessageId="of the envelope"))
    assert text.sent_at == parse_moment("2026-03-01T17:16:01.765Z")
    assert text.key == "7d1f0c2ab3e94f6d8c5b4a3928170654/0"


def test_no_key_where_no_repeat_can_be_told() -> None:
    text = only_text({"Notifications": [without("MessageId")]})
    assert (text.key, text.message_id) == (None, None)


def test_another_shape_by_mapping() -> None:
    mapping = Mapping.of(
        {
            "message": ["/sms/body", "/sms/1/te~1x~0t"],
            "message_id": ["/ref"],
            "texter": ["/from"],
            "tracking_number": ["/to"],
            "date": [],
        }
    )
    payload = {"sms": [0, {"te/x~t": "hello"}], "ref": 17, "from": 9055550128, "to": "2245550121"}
    text = only_text(payload, mapping)
    assert (text.message, text.key, text.texter.number) == ("hello", "17", "9055550128")
    assert text.sent_at is None
    assert [found.message for found in read([payload, payload], mapping).texts] == ["hello"] * 2
    assert read(payload).unreadable == (0,)


@pytest.mark.parametrize(
    "lists",
    [{"message": ["Message"]}, {"texter": ["/~2"]}, {"message": ["/a", "/b~"]}, {"body": ["/a"]}],
)
def test_wrong_mappings_are_named(lists: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match=next(iter(lists))):
        Mapping.of(lists)


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("", {"a": [1, {"": 2}], "m~n": 3, "/": 4, "0": 5}),
        ("/a/0", 1),
        ("/a/1/", 2),
        ("/m~0n", 3),
        ("/~1", 4),
        ("/0", 5),
        ("/a/00", None),
        ("/a/-", None),
        ("/a/2", None),
        ("/a/²", None),
        ("/a/0/b", None),
        ("/b", None),
    ],
)
def test_pointers(pointer: str, found: object) -> None:
    check_pointer(pointer)
    assert follow(pointer, {"a": [1, {"": 2}], "m~n": 3, "/": 4, "0": 5}) == found


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"{}", b"[]", b"7", b"{", b"\xff\xfe", b"[" * 200_000, b'{"Notifications": []}'],
)
def test_junk_is_unreadable(body: bytes) -> None:
    assert parse_inbound(body, Mapping()) == Inbound(unreadable=(0,))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_error(body: bytes) -> None:
    parse_inbound(body, Mapping())


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner)
)
surrogates = st.text(st.characters(codec=None, categories=None), max_size=20)


@given(st.data())
def test_any_values_in_the_known_fields_are_read_without_error(data: st.DataObject) -> None:
    fields = data.draw(
        st.fixed_dictionaries({}, optional=dict.fromkeys(NOTIFICATION, anything | surrogates))
    )
    other = data.draw(st.fixed_dictionaries({}, optional={"Id": anything, "Properties": anything}))
    found = read(envelope({**NOTIFICATION, **fields}, fields) | other)
    positions = [
        *(text.position for text in found.texts),
        *(start.position for start in found.starts),
        *(receipt.position for receipt in found.receipts),
        *found.unreadable,
    ]
    assert sorted(positions) == [0, 1]


@given(surrogates)
def test_any_landing_page_is_read_without_error(address: str) -> None:
    for prefix in ("", "http://[", "https://shop.example?utm_campaign=%ff"):
        page = prefix + address
        text = only_text(envelope(without(AttributionDetails={"LandingPageUrl": page})))
        assert text.attribution.landing_page == page
