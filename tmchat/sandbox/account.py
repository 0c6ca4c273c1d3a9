"""The account that an empty sandbox starts with: one group per trade, its numbers, a few files."""

from collections.abc import Callable, Sequence

from tmchat.sandbox.callers.dialogues import keywords
from tmchat.sandbox.configurations import Configurations
from tmchat.sandbox.datastore import FILE_TYPES, Datastore
from tmchat.sandbox.groups import Groups
from tmchat.sandbox.numbers import Numbers
from tmchat.sandbox.store import Store
from tmchat.sandbox.texters import Line, Trade

_FILE_NAMES = ("welcome.wav", "all-calls-recorded.wav")


class Account:
    """Seeds an empty store; an account that already exists is left alone."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], int],
        new_guid: Callable[[], str],
        *,
        groups: Groups,
        numbers: Numbers,
        configurations: Configurations,
        datastore: Datastore,
    ) -> None:
        self._store = store
        self._now = now
        self._new_guid = new_guid
        self._groups = groups
        self._numbers = numbers
        self._configurations = configurations
        self._datastore = datastore

    def seed(self, trades: Sequence[Trade], inbound_webhook_url: str) -> bool:
        """Set the account up for these trades, all or nothing; False where there is one already.

        The numbers push their texts to `inbound_webhook_url`; without it their route is None.
        """
        if self._store.value("SELECT 1 FROM billing_groups"):
            return False
        with self._store.transaction():
            organisation = self._billing_group(None, "Sandbox Organisation")
            leaf = self._billing_group(organisation, "Main Street")
            for trade in trades:
                self._seed_trade(trade, leaf, inbound_webhook_url)
            self._seed_configurations()
        return True

    def _billing_group(self, parent: int | None, name: str) -> int:
        made = self._groups.create_billing_group(parent, {"billing_group_name": name})
        return int(made["billing_group_id"])

    def _seed_trade(self, trade: Trade, billing_group: int, inbound_webhook_url: str) -> None:
        owner = self._groups.create_owner({"name": trade.owner})
        values = {
            "name": trade.group,
            "group_owner_id": owner["id"],
            "group_type_id": 1,
            "billing_group_id": billing_group,
        }
        group = self._groups.create(values, trade=trade.key)
        for line in trade.lines:
            self._numbers.create(
                group["id"], _order(line, trade.key) | _webhook(inbound_webhook_url)
            )

    def _seed_configurations(self) -> None:
        moment = self._now()
        self._store.insert(
            "integrations",
            id=self._new_guid(),
            description="Sandbox Organisation - AdWords",
            type="AdWords",
            created=moment,
        )
        for file_type in FILE_TYPES:
            for file_name in _FILE_NAMES:
                self._datastore.add(file_type, file_name)
        self._configurations.create_chat_client({"name": "Front desk", "provider": "LiveChat"})


def _order(line: Line, trade: str) -> dict[str, object]:
    # The business's own telephone lies outside 555-01xx, from which tracking numbers are taken.
    business = f"{line.area_code}5550200"
    return {
        "name": line.name,
        "phone_number_request": {
            "match_type": "LocalToNumber",
            "local_to_number": business,
            "number_match_filter": line.area_code,
        },
        "call_routes": {
            "route_type": "Basic",
            "route": {"termination_number": business, "features": _features(line, trade)},
        },
    }


def _features(line: Line, trade: str) -> dict[str, object]:
    """Everything that shows something of a call: recording, transcript, score and keywords."""
    return {
        "call_record": {
            "enabled": True,
            "record": True,
            "require_confirmation": False,
            "redaction_enabled": True,
            "notification_text": "This call may be recorded for quality.",
            "transcription_settings": {"transcript_enabled": True, "call_scoring_enabled": True},
            "keyword_spotting": {"enabled": True, "keywords": list(keywords(trade))},
        },
        "whisper": {"enabled": True, "notification_text": f"A call for {line.name}."},
    }


def _webhook(url: str) -> dict[str, object]:
    if not url:
        return {}
    return {"sms_routes": {"route_type": "Webhook", "route": {"inbound_webhook_url": url}}}
