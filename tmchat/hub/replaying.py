"""Takes a kept payload again when somebody asks; taking what is pushed is `intake`'s."""

from tmchat.core.commands import Granted, Outcome, Refused
from tmchat.hub.intake import Intake
from tmchat.hub.store.interface import Reading, Store, StoreFailed


async def replay(intake: Intake, store: Store, id: int) -> Outcome:
    """Replays payload `id`; a refusal says what is still wrong with it."""
    taken = await intake.replay(id)
    if taken.status >= 400:
        return Refused("unknown" if taken.status == 404 else "storage", taken.sentence)
    try:
        kept = await store.inbound_one(id)
    except StoreFailed as failure:
        return Refused("storage", str(failure))
    if kept is not None and kept.status is Reading.UNREADABLE:
        return Refused("unreadable", f"It still cannot be read: {kept.note}")
    return Granted()
