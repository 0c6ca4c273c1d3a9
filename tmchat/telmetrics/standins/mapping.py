"""Which field of a pushed payload means what: ordered JSON Pointers, each list a setting.

It holds the pointers and never follows them. The names of CONTRACT 15.1 are the default.
"""

from collections import abc
from dataclasses import dataclass, fields

from tmchat.telmetrics.standins.pointers import check_pointer

Pointers = tuple[str, ...]


@dataclass(frozen=True)
class Mapping:
    """For each thing wanted, where to look for it: the first pointer that leads somewhere counts.

    A pointer starts at a notification; where it leads nowhere there it is tried from the envelope,
    except for `message_id`, which one envelope would lend to all its texts.
    """

    action: Pointers = ("/Action",)
    message: Pointers = ("/Message",)
    message_id: Pointers = ("/MessageId",)
    conversation_id: Pointers = ("/ConversationId",)
    conversation_type: Pointers = ("/ConversationType",)
    texter: Pointers = ("/TexterNumber",)
    tracking_number: Pointers = ("/TextedNumber",)
    date: Pointers = ("/MessageDate", "/Properties/UTC")
    media: Pointers = ("/MediaUrls",)
    reply_url: Pointers = ("/Reply/Url",)
    reply_field: Pointers = ("/Reply/MessageField",)
    name: Pointers = ("/TexterName",)
    city: Pointers = ("/TexterCity",)
    state: Pointers = ("/TexterState",)
    zip: Pointers = ("/TexterZip",)
    rule: Pointers = ("/AttributionDetails/RuleDescription",)
    landing_page: Pointers = ("/AttributionDetails/LandingPageUrl",)
    referrer: Pointers = ("/AttributionDetails/ReferrerUrl",)
    tag: Pointers = ("/AttributionDetails/session_tag/tag_data",)
    campaign: Pointers = ("/AttributionDetails/utm_campaign",)
    keyword: Pointers = ("/AttributionDetails/utm_term",)
    delivery_status: Pointers = ("/Status",)
    delivery_error: Pointers = ("/ErrorCode",)

    def __post_init__(self) -> None:
        """Raises ValueError, naming the setting, for a pointer RFC 6901 forbids."""
        for own in fields(self):
            for pointer in getattr(self, own.name):
                try:
                    check_pointer(pointer)
                except ValueError as error:
                    raise ValueError(f"{own.name}: {error}") from None

    @classmethod
    def of(cls, lists: abc.Mapping[str, abc.Iterable[str]]) -> "Mapping":
        """The mapping of settings by name; a list that is left out or empty keeps its default.

        Raises ValueError for a name that is no setting and for a pointer RFC 6901 forbids.
        """
        known = {own.name for own in fields(cls)}
        for name in lists:
            if name not in known:
                raise ValueError(f"{name}: there is no such setting; known: {', '.join(known)}")
        return cls(**{name: tuple(given) for name, given in lists.items() if tuple(given)})
