"""The bodies that are pushed to webhooks (CONTRACT 11.1, 15.1, 15.3); not the pushing."""

from typing import Any

from tmchat.sandbox.books import Conversation, Text
from tmchat.sandbox.configurations import CONVERSATION_START
from tmchat.sandbox.dates import plain_time
from tmchat.sandbox.numbers import Line

ORGANIZATION_ID = 4099
MESSAGE_FIELD = "Message"
MESSAGE_RECEIVED = "SmsDetails.SmsMessageReceived"
DELIVERY_UPDATE = "SmsDetails.SmsDeliveryUpdate"

Notification = dict[str, Any]


def message_received(
    text: Text, conversation: Conversation, line: Line, reply_url: str
) -> Notification:
    """A texter's text (CONTRACT 15.1)."""
    return {
        "Action": MESSAGE_RECEIVED,
        "MessageId": text.id,
        **_head(text, conversation, line),
        "Message": text.body,
        "MediaUrls": list(text.media),
        **_about(conversation),
        "AttributionDetails": conversation.attribution,
        "Reply": {"Url": reply_url, "MessageField": MESSAGE_FIELD},
    }


def conversation_started(
    text: Text, conversation: Conversation, line: Line, provider: str | None
) -> Notification:
    """The account webhooks' notice of a first text; it carries no body (CONTRACT 11.1)."""
    return {
        "Action": CONVERSATION_START,
        **_head(text, conversation, line),
        "SmsToChatProvider": provider,
        **_about(conversation),
        "AttributionDetails": conversation.attribution,
    }


def delivery_update(text: Text, status: str) -> Notification:
    """A reply's delivery receipt (CONTRACT 15.3)."""
    return {
        "Action": DELIVERY_UPDATE,
        "MessageId": text.id,
        "ConversationId": text.conversation_id,
        "Status": status,
        "ErrorCode": None,
    }


def sealed(
    notifications: list[Notification], *, push_id: str, request_id: str, attempt: int, at: int
) -> dict[str, Any]:
    """The envelope around notifications, as it is sent at `at` (milliseconds UTC)."""
    return {
        "Id": push_id,
        "Attempt": attempt,
        "Properties": {
            "CollectionType": notifications[0]["Action"].partition(".")[0],
            "UTC": plain_time(at),
            "Organization": str(ORGANIZATION_ID),
            "RequestId": request_id,
        },
        "Notifications": notifications,
    }


def _head(text: Text, conversation: Conversation, line: Line) -> Notification:
    return {
        "ConversationId": conversation.id,
        "MessageDate": plain_time(text.at),
        "TelmetricsStudyID": line.number_id,
        "TexterNumber": conversation.texter,
        "TextedNumber": conversation.number,
        "ConversationType": line.sms_routes["route_type"],
    }


def _about(conversation: Conversation) -> Notification:
    about = conversation.about
    return {
        "TexterName": about.name,
        "TexterAddress": about.address,
        "TexterCity": about.city,
        "TexterState": about.state,
        "TexterZip": about.zip_code,
    }
