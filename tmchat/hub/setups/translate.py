"""Telmetrics' numbers, pools and groups as setups of the desk, and changes as bodies of a PUT.

Nothing is fetched here; what stands inside a block is `blocks`'s. The desk's own webhook address is
shown without its secret segment, and put in again where a change names it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from tmchat.core import phone
from tmchat.core.setup.plans import Kind, Setup, Target
from tmchat.core.setup.trees import OTHER, Tree, at, tidy
from tmchat.hub.hook import Hook
from tmchat.hub.setups import blocks
from tmchat.telmetrics.groups import Group
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.pools import NumberPool

_OWN: Final = frozenset(
    {
        *("id", "name", "group_id", "status", "phone_number", "match_period", "quantity"),
        *("created_datetime", "modified_datetime", "numbers"),
        *("sms_routes", "call_routes", "features", "replacement_configuration"),
    }
)
_GROUP_FIELDS: Final = {
    "name": "name",
    "status": "status",
    "owner": "group_owner_id",
    "type": "group_type_id",
    "billing_group": "billing_group_id",
    "dni": "dni_type",
}
_SHARED_BLOCKS: Final = ("sms", "calls", "features", "verify", "stop", "replace")


def number_setup(number: Number, hook: Hook) -> Setup:
    """How a tracking number is set up."""
    tree = _resource_tree(number, hook)
    return _setup(Kind.NUMBER, number.id, _label(number.phone_number), tree)


def pool_setup(pool: NumberPool, hook: Hook) -> Setup:
    """How a number pool is set up; its numbers are no settings."""
    tree = _resource_tree(pool, hook)
    tree |= {"match_period": pool.match_period, "quantity": pool.quantity}
    return _setup(Kind.POOL, pool.id, pool.name or f"pool {pool.id}", tree)


def group_setup(group: Group) -> Setup:
    """How a number group is set up."""
    tree = {name: getattr(group, field) for name, field in _GROUP_FIELDS.items()}
    known = (*_OWN, *_GROUP_FIELDS.values())
    rest = {name: value for name, value in group.extra.items() if name not in known}
    if group.global_snippet_id is not None:
        rest["global_snippet_id"] = group.global_snippet_id
    tree[OTHER] = rest
    return _setup(Kind.GROUP, group.id, group.name or f"group {group.id}", tree)


def number_body(before: Tree, after: Tree, hook: Hook, url: str = "") -> dict[str, Any]:
    """What to PUT to make `after` of `before`, for a number or a pool: the blocks that change.

    `url` is the webhook address that it really has.
    """
    before, after = tidy(before), tidy(after)
    body = _plain_fields(before, after, {"name": "name", "match_period": "match_period"})
    if before.get("sms") != after.get("sms"):
        body["sms_routes"] = blocks.sms_block(_addressed(before, after, hook, url))
    if before.get("calls") != after.get("calls"):
        calls = after.get("calls")
        body["call_routes"] = None if calls is None else blocks.calls_block(calls)
    if any(before.get(name) != after.get(name) for name in ("verify", "stop", "features")):
        body["features"] = blocks.features_block(after)
    if before.get("replace") != after.get("replace"):
        replace = after.get("replace")
        body["replacement_configuration"] = (
            None if replace is None else blocks.replaced_block(replace)
        )
    return body | _other_fields(before, after)


def group_body(before: Tree, after: Tree) -> dict[str, Any]:
    """What to PUT to make `after` of `before`, for a number group; null takes something away."""
    before, after = tidy(before), tidy(after)
    return _plain_fields(before, after, _GROUP_FIELDS) | _other_fields(before, after)


def settled(before: Tree, after: Tree) -> dict[str, Any]:
    """`after` as it makes sense: a route of another kind than before does not keep its settings.

    What nobody has a word for goes with the route that it belonged to.
    """
    after = tidy(after)
    for block in ("sms", "calls"):
        now, old = after.get(block), before.get(block) or {}
        if isinstance(now, dict) and now.get("kind") != old.get("kind"):
            if now.get(OTHER) == old.get(OTHER):
                now.pop(OTHER, None)
            if block == "sms":
                own = blocks.sms_settings(now.get("kind"))
                left = [name for name in now if name not in own and now[name] == old.get(name)]
                for name in left:
                    del now[name]
    return tidy(after)


def webhook_url(resource: Number | NumberPool) -> str:
    """The address that texts are pushed to, secret segment and all; empty where they are not."""
    found = at(resource.sms_routes.to_json(), "route.inbound_webhook_url")
    return found if isinstance(found, str) else ""


def version_of(tree: Tree) -> str:
    """A name for this very state: two trees have the same only when they say the same.

    Unknown fields beside the blocks do not count: no change sends them back, and one that moves by
    itself, such as a time, would stand in the way of every change.
    """
    counted = {name: value for name, value in tree.items() if name != OTHER}
    said = json.dumps(counted, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("ascii")).hexdigest()[:32]


def _resource_tree(resource: Number | NumberPool, hook: Hook) -> dict[str, Any]:
    raw = resource.raw
    sms = blocks.sms_tree(resource.sms_routes.to_json())
    if isinstance(sms.get("url"), str):
        sms["url"] = hook.masked(sms["url"])
    tree: dict[str, Any] = {
        "name": resource.name,
        "group": resource.group_id,
        "status": resource.status,
        "sms": sms,
    }
    if resource.call_routes is not None:
        tree["calls"] = blocks.calls_tree(resource.call_routes.to_json())
    features, replaced = raw.get("features"), raw.get("replacement_configuration")
    if isinstance(features, dict):
        tree |= blocks.features_trees(features)
    if isinstance(replaced, dict):
        tree["replace"] = blocks.replaced_tree(replaced)
    tree[OTHER] = {name: value for name, value in raw.items() if name not in _OWN}
    return tree


def _setup(kind: Kind, id: int, label: str, tree: dict[str, Any]) -> Setup:
    kept = tidy(tree)
    return Setup(Target(kind, id), label, version_of(kept), kept)


def _label(number: str) -> str:
    try:
        return phone.from_telmetrics(number)
    except ValueError:
        return number


def _addressed(before: Tree, after: Tree, hook: Hook, url: str) -> Mapping[str, Any]:
    """The `sms` settings with the webhook's whole address."""
    sms = after.get("sms") or {}
    shown = sms.get("url")
    if sms.get("kind") != "webhook" or not shown:
        return sms
    if shown == at(before, "sms.url") and at(before, "sms.kind") == "webhook" and url:
        return {**sms, "url": url}
    return {**sms, "url": hook.address} if shown == hook.shown else sms


def _plain_fields(before: Tree, after: Tree, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        field: after.get(name)
        for name, field in names.items()
        if before.get(name) != after.get(name)
    }


def _other_fields(before: Tree, after: Tree) -> dict[str, Any]:
    """Fields that the desk has no word for, where somebody changed them all the same."""
    old, new = before.get(OTHER) or {}, after.get(OTHER) or {}
    return {
        name: new.get(name)
        for name in dict.fromkeys((*old, *new))
        if name not in old or name not in new or old[name] != new[name]
    }
