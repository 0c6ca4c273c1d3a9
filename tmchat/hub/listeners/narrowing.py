"""What a query may be narrowed to: tracking numbers and conversations that the desk knows."""

from tmchat.core import phone
from tmchat.hub.listeners.answers import Problem, whole
from tmchat.hub.listeners.desk import Desk
from tmchat.hub.listeners.pages import number_asked


def tracking_asked(desk: Desk, written: str, name: str = "number") -> str:
    """E.164 of a tracking number written in the query under `name`, empty where none is.

    One that the account has given back still counts where it has conversations. Raises `Problem`
    for no phone number (400) and for one that the desk does not know (404).
    """
    number = number_asked(written, name, desk.settings.region)
    inbox = desk.switchboard.inbox
    if not number or number in inbox.numbers:
        return number
    if not any(one.number == number for one in inbox.conversations.values()):
        sentence = f"The account has no tracking number {phone.pretty(number)}."
        raise Problem(404, sentence, name)
    return number


def conversation_asked(desk: Desk, written: str, name: str = "conversation") -> int:
    """The id of a conversation written in the query under `name`, 0 where none is.

    Raises `Problem` for no whole number (400) and for no such conversation (404).
    """
    id = whole(written or "0", name)
    if id and id not in desk.switchboard.inbox.conversations:
        raise Problem(404, f"There is no conversation {id} on this desk.", name)
    return id
