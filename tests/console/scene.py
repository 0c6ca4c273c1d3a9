"""A small desk with something of everything on it, for tests, snapshots and screenshots."""

from tests.console.memoryhub import ANA, MemoryHub
from tmchat.core import events as ev
from tmchat.core.records import NOT_ATTRIBUTED, Attribution, Delivery, NumberGroup, TrackingNumber

MINUTE = 60_000
PARTS = "+12895550163"
DENTIST = "+13125550144"
HEATING = "+16045550117"

SAM = "+19055550128"
ROSA = "+16475550133"
LIN = "+13125550171"
JEAN = "+15145550102"
NOAH = "+16045550190"
STOPPED = "+17085550155"


def scene() -> MemoryHub:
    """The desk on a Tuesday at 13:20 UTC."""
    hub = MemoryHub(1_773_746_400_000)
    _numbers(hub)
    _sam(hub)
    _rosa(hub)
    _lin(hub)
    _noah(hub)
    _stopped(hub)
    _jean(hub)
    return hub


def _numbers(hub: MemoryHub) -> None:
    for group, (name, numbers) in enumerate(
        {
            "Maple Auto Parts": [(PARTS, "Front desk")],
            "Harbour Dental": [(DENTIST, "Google Ads")],
            "Northside Heating": [(HEATING, "Flyer, spring")],
        }.items(),
        start=1,
    ):
        hub.happen(ev.GroupListed(NumberGroup(group, name, "Maple Holdings")))
        for number, title in numbers:
            route = {"kind": "webhook", "url": "https://desk.example.net/hook/"}
            listed = TrackingNumber(
                number, 100 + group, title, group, status="Active", attached=True, route=route
            )
            hub.happen(ev.NumberListed(listed))


def _open(
    hub: MemoryHub,
    texter: str,
    number: str,
    name: str,
    place: str,
    *texts: str,
    attribution: Attribution = NOT_ATTRIBUTED,
) -> int:
    about = hub.happen(ev.ConversationOpened(texter, number, name, place, attribution))
    for text in texts:
        hub.happen(ev.TextArrived(about, text, hub.now - 900))
        hub.now += MINUTE // 2
    return about


def _reply(hub: MemoryHub, about: int, text: str, by: str, *deliveries: Delivery) -> int:
    entry = hub.happen(ev.ReplyQueued(about, text, f"ref-{hub.head}", by))
    for delivery in deliveries:
        reason = (
            "The carrier answered 400: number not in service" if delivery is Delivery.FAILED else ""
        )
        hub.happen(ev.DeliveryChanged(about, entry, delivery, reason))
    return entry


def _sam(hub: MemoryHub) -> None:
    google = Attribution(
        "Google Paid",
        "fallsale",
        "brake pads near me",
        "google",
        "cpc",
        "https://maple.example/brakes?utm_source=google&utm_campaign=fallsale",
        "https://www.google.com/",
        "REF00012345",
    )
    about = _open(
        hub,
        SAM,
        PARTS,
        "Sam Reed",
        "Peoria, IL",
        "Hi, do you have front brake pads for a 2014 Civic?",
        attribution=google,
    )
    hub.happen(ev.ConversationClaimed(about, ANA.name))
    _reply(
        hub,
        about,
        "Yes! Two sets: ceramic at $48 and semi-metallic at $36. Shall I put one aside?",
        ANA.name,
        Delivery.SENDING,
        Delivery.SENT,
        Delivery.DELIVERED,
    )
    hub.now += 4 * MINUTE
    hub.happen(ev.NoteAdded(about, "Regular customer, 10 % on parts.", "ben"))
    hub.happen(ev.TextArrived(about, "Ceramic please 👍🏽 Can I pick them up before 6?", hub.now))
    hub.happen(ev.TextArrived(about, "And do you take my old ones?", hub.now))
    hub.now += 3 * MINUTE


def _rosa(hub: MemoryHub) -> None:
    _open(
        hub,
        ROSA,
        DENTIST,
        "Rosa Lind",
        "Oakland, CA",
        "My crown came off during lunch. It doesn’t hurt but can someone see me today?",
        "¿O mañana temprano?",
    )


def _lin(hub: MemoryHub) -> None:
    about = _open(hub, LIN, DENTIST, "林 小雨", "Chicago, IL", "你好，请问周六可以洗牙吗？")
    hub.happen(ev.ConversationClaimed(about, "ben"))


def _noah(hub: MemoryHub) -> None:
    about = _open(hub, NOAH, HEATING, "Noah Berg", "Vancouver, BC", "Furnace shows E4 again")
    _reply(hub, about, "On our way, about 40 minutes.", ANA.name, Delivery.SENDING, Delivery.FAILED)
    hub.now += 2 * MINUTE


def _stopped(hub: MemoryHub) -> None:
    about = _open(hub, STOPPED, PARTS, "", "", "STOP")
    hub.happen(ev.TexterOptedOut(about, "STOP", hub.head))


def _jean(hub: MemoryHub) -> None:
    about = _open(
        hub,
        JEAN,
        HEATING,
        "Jean Côté",
        "Montréal, QC",
        "Bonjour, un devis pour une pompe à chaleur?",
    )
    _reply(hub, about, "Oui, quelle surface ?", "ben", Delivery.SENDING, Delivery.UNKNOWN)
    hub.now += 5 * MINUTE
