"""Answering: reply, note, claim, take over, close; drafts, refusals and a broken line."""

from pathlib import Path

from tests.console.memoryhub import MemoryHub
from tests.console.scene import JEAN, LIN, PARTS, ROSA, SAM, STOPPED, scene
from tests.console.screens.stage import Stage, stage
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.records import Conversation, Delivery
from tmchat.core.timeline import Gap
from tmchat.link.line import LineState
from tmchat.protocol import frames as fr


def of(hub: MemoryHub, texter: str) -> Conversation:
    """The conversation of a texter as the hub has it."""
    return next(one for one in hub.inbox.conversations.values() if one.texter == texter)


async def opened(desk: Stage, texter: str) -> Conversation:
    """Opens a texter's conversation by its row and waits for its timeline."""
    conversation = of(desk.hub, texter)
    await desk.press("3")
    desk.app.main.conversations.move_to(conversation.id)
    await desk.press("enter")
    await desk.until(lambda: desk.app.desk.seen() > 0)
    await desk.pilot.pause()
    return conversation


async def test_a_reply_is_shown_at_once_claims_and_goes_out_once(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        rosa = await opened(desk, ROSA)
        await desk.press("r")
        await desk.type("Yes at 4?")
        await desk.shows("9/160 · GSM-7 · 1 segment")
        await desk.press("enter")
        await desk.shows("Yes at 4?", "held by you")
        sent = [one for one in hub.asked if isinstance(one, cmd.SendReply)]
        assert [one.text for one in sent] == ["Yes at 4?"]
        assert of(hub, ROSA).holder == "ana"
        hub.happen(ev.DeliveryChanged(rosa.id, hub.inbox.head, Delivery.SENT))
        await desk.shows("✓ sent")
        assert desk.app.main.composer.text == ""


async def test_esc_and_switching_keep_each_draft(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        await desk.type("one moment")
        await desk.press("escape", "escape")
        await opened(desk, SAM)
        await desk.press("r")
        assert desk.app.main.composer.text == ""
        await desk.type("for Sam")
        await desk.press("escape", "escape")
        await opened(desk, ROSA)
        await desk.press("r")
        assert desk.app.main.composer.text == "one moment"
    async with stage(hub, tmp_path) as again:
        await opened(again, SAM)
        assert again.app.main.composer.text == "for Sam"


async def test_a_note_stays_in_the_house(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, LIN)
        await desk.press("N")
        await desk.type("call her")
        await desk.press("enter")
        await desk.shows("note by you", "call her")
        assert not [one for one in hub.asked if isinstance(one, cmd.SendReply)]


async def test_what_another_holds_is_locked_until_taken_over(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, LIN)
        await desk.shows("ben holds this")
        await desk.press("c")
        await desk.shows("Claim: ben holds it.")
        await desk.press("t")
        await desk.shows("Take it over?")
        await desk.press("escape")
        assert of(hub, LIN).holder == "ben"
        await desk.press("t", "y")
        await desk.until(lambda: of(hub, LIN).holder == "ana")
        await desk.press("u")
        await desk.until(lambda: of(hub, LIN).holder == "")


async def test_a_locked_composer_names_keys_that_work_there_and_none_that_sends(
    tmp_path: Path,
) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, LIN)
        await desk.shows("ben holds this; t takes it over.")
        await desk.press("r")
        await desk.shows("ben holds this; Esc, t takes it over.", "Ctrl+N next", "F1 help")
        assert "Enter send" not in desk.text()
        await desk.press("escape", "t", "y")
        await desk.until(lambda: of(hub, LIN).holder == "ana")
        await desk.press("r")
        await desk.shows("Enter send")


async def test_quitting_asks_while_a_reply_is_held_for_a_hub_that_is_gone(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        hub.cut()
        await desk.shows("Offline since")
        await desk.press("r", *"soon", "enter")
        await desk.shows("1 held until then")
        await desk.press("ctrl+q")
        await desk.shows("1 reply or note is held", "Quit?")
        await desk.press("escape")
        await desk.hides("Quit?")
        assert desk.app.is_running
        await desk.press("ctrl+q", "y")
        await desk.until(lambda: not desk.app.is_running)


async def test_close_asks_when_somebody_waits_and_reopen_brings_back(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("x")
        await desk.shows("still waits")
        await desk.press("y")
        await desk.until(lambda: of(hub, ROSA).closed)
        await desk.shows("closed")
        await desk.press("o")
        await desk.until(lambda: not of(hub, ROSA).closed)


async def test_an_opted_out_texter_is_locked_before_typing(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, STOPPED)
        await desk.shows("Opted out: nothing can be sent")
        await desk.press("r")
        await desk.type("hello")
        await desk.press("enter")
        assert not [one for one in hub.asked if isinstance(one, cmd.SendReply)]


async def test_a_likely_opt_out_is_asked_over_the_composer_and_confirmed(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        assert "opt-out" not in desk.text()
        hub.text(sam.id, "please [b]stop\x1b texting me")
        entry = of(hub, SAM).asks_out
        await desk.shows("Is this an opt-out? O locks replies, D", "[b]stop␛")
        assert not desk.app.main.composer.locked
        await desk.press("O")
        await desk.shows("Opted out: nothing can be sent", "you recorded an opt-out")
        await desk.hides("Is this an opt-out?")
        assert hub.asked[-1] == cmd.OptOut(sam.id, entry)
        assert of(hub, SAM).opted_out
        await desk.press("O")
        await desk.shows("Opt the texter out: it is opted out.")


async def test_a_dismissed_opt_out_is_asked_no_more(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        await desk.press("D")
        await desk.shows("No opt-out: no text here may be one.")
        hub.text(sam.id, "leave me alone with the old pads")
        await desk.shows("Is this an opt-out?")
        await desk.press("D")
        await desk.hides("Is this an opt-out?")
        await desk.shows("you dismissed it")
        assert not of(hub, SAM).opted_out
        await opened(desk, ROSA)
        assert "Is this an opt-out?" not in desk.text()


async def test_an_opt_out_that_no_rule_saw_is_asked_about_first(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        rosa = await opened(desk, ROSA)
        await desk.press("O")
        await desk.shows("Did the texter ask for no more texts?")
        await desk.press("escape")
        assert not of(hub, ROSA).opted_out
        await desk.press("O", "y")
        await desk.shows("Opted out: nothing can be sent")
        assert hub.asked[-1] == cmd.OptOut(rosa.id, rosa.last_text)


async def test_a_reply_over_something_unseen_is_held_with_its_text(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        sam = await opened(desk, SAM)
        await desk.press("r")
        await desk.type("ok")
        hub.refusing = cmd.Refused("held", "The conversation moved on while you wrote.")
        await desk.press("enter")
        await desk.shows("moved on", "Ctrl+S")
        assert desk.app.main.composer.text == "ok"
        hub.refusing = None
        await desk.press("ctrl+s")
        await desk.until(lambda: of(hub, SAM).last_line == "ok")
        last = hub.asked[-1]
        assert isinstance(last, cmd.SendReply) and last.anyway and last.conversation == sam.id


async def test_a_refused_reply_comes_back_with_its_reason(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, JEAN)
        hub.happen(ev.ConversationReleased(of(hub, JEAN).id, "ben", "ben"))
        await desk.press("r")
        await desk.type("oui")
        hub.refusing = cmd.Refused("claimed", "ben was faster.")
        await desk.press("enter")
        await desk.shows("ben was faster.")
        assert desk.app.main.composer.text == "oui"


async def test_a_reply_that_the_carrier_refuses_is_back_in_its_composer(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        rosa = await opened(desk, ROSA)
        await desk.press("r")
        await desk.type("at 4?")
        await desk.press("enter")
        await desk.until(lambda: of(hub, ROSA).last_line == "at 4?")
        reason = "The carrier answered 400: not a mobile number."
        entry = of(hub, ROSA).last_entry
        for delivery in (Delivery.SENDING, Delivery.FAILED):
            hub.happen(ev.DeliveryChanged(rosa.id, entry, delivery, reason))
        await desk.shows("Not sent, back in the composer", "not a mobile")
        assert desk.app.main.composer.text == "at 4?"
        await desk.press("enter")
        await desk.until(lambda: of(hub, ROSA).last_entry > entry)
        refs = [one.client_ref for one in hub.asked if isinstance(one, cmd.SendReply)]
        assert len(set(refs)) == 2


async def test_a_broken_line_says_so_keeps_the_composer_and_sends_once_when_back(
    tmp_path: Path,
) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        hub.cut()
        await desk.shows("Offline since", "you can go on writing")
        await desk.press("r")
        await desk.type("soon")
        await desk.press("enter")
        await desk.shows("soon", "queued")
        missed = hub.happen(ev.TextArrived(of(hub, SAM).id, "while you were away"))
        hub.reachable = True
        await desk.until(lambda: desk.app.desk.line.state is LineState.LIVE)
        await desk.until(lambda: of(hub, ROSA).last_line == "soon")
        await desk.hides("Offline")
        assert desk.app.desk.inbox.head >= missed
        sent = [one for one in hub.asked if isinstance(one, cmd.SendReply)]
        assert len({one.client_ref for one in sent}) == 1


async def test_a_gap_after_a_long_absence_fills_by_itself(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        sam = await opened(desk, SAM)
        hub.cut()
        await desk.shows("Offline")
        for number in range(200):
            hub.happen(ev.TextArrived(sam.id, f"away {number}."))
        hub.replays = False
        hub.reachable = True
        timeline = desk.app.desk.openings.timeline
        assert timeline is not None
        await desk.until(lambda: timeline.newest == of(hub, SAM).last_entry)
        assert any(isinstance(one, Gap) for one in timeline)
        for _ in range(40):
            await desk.press("pageup")
        assert not any(isinstance(one, Gap) for one in timeline)
        assert len(timeline) == len(hub.entries[sam.id])


class Withholding(MemoryHub):
    """A hub that has no older entries to give for a while."""

    withheld = False

    def page(self, want: fr.WantPage) -> fr.Page:
        if self.withheld and want.before:
            return fr.Page(want.id, want.conversation, ())
        return super().page(want)


async def test_a_gap_is_seen_with_its_key_and_the_key_fills_it(tmp_path: Path) -> None:
    hub = scene()
    hub.__class__ = Withholding
    assert isinstance(hub, Withholding)
    async with stage(hub, tmp_path) as desk:
        sam = await opened(desk, SAM)
        hub.cut()
        await desk.shows("Offline")
        for number in range(60):
            hub.happen(ev.TextArrived(sam.id, f"away {number}."))
        hub.replays, hub.withheld, hub.reachable = False, True, True
        timeline = desk.app.desk.openings.timeline
        assert timeline is not None
        await desk.until(lambda: timeline.newest == of(hub, SAM).last_entry)
        await desk.shows("away 58.")  # of the timeline: the newest stands in the list as well
        await desk.press("home")
        await desk.until(lambda: desk.app.main.timeline.gap_in_view is not None)
        await desk.shows("something is missing here: press g")
        hub.withheld = False
        await desk.press("g")
        await desk.until(lambda: not any(isinstance(one, Gap) for one in timeline))
        await desk.hides("something is missing here")


async def test_next_waiting_from_the_composer_keeps_the_draft(tmp_path: Path) -> None:
    async with stage(scene(), tmp_path) as desk:
        await opened(desk, SAM)
        await desk.press("r")
        await desk.type("wait")
        await desk.press("ctrl+n")
        await desk.shows("My crown came off")
        assert desk.app.desk.outgoing.text(of(desk.hub, SAM).id) == "wait"


async def test_after_a_reply_who_waits_longest_is_in_sight_and_the_cursor_on_who_is_next(
    tmp_path: Path,
) -> None:
    hub = scene()
    for number in range(20):
        texter = f"+1905555{1000 + number}"
        about = hub.happen(ev.ConversationOpened(texter, PARTS, f"Texter {number:02}"))
        hub.happen(ev.TextArrived(about, "Hi"))
    async with stage(hub, tmp_path, size=(80, 24)) as desk:
        waiting = desk.app.desk.shelf.ids()
        await desk.press("down", "enter")
        await desk.until(lambda: desk.app.desk.seen() > 0)
        shown = desk.text().splitlines()[2]
        await desk.press("r", *"ok", "enter")
        await desk.until(lambda: desk.app.desk.shelf.ids()[-1] == waiting[1])
        await desk.until(lambda: not desk.app.desk.dirty)
        await desk.pilot.pause()
        assert desk.text().splitlines()[2][:20] == shown[:20]
        assert desk.app.main.conversations.cursor == waiting[2]
        assert desk.app.desk.openings.current == waiting[1]
        hub.happen(ev.TextArrived(waiting[2], "A text moves the cursor nowhere"))
        await desk.until(lambda: not desk.app.desk.dirty)
        assert desk.app.main.conversations.cursor == waiting[2]
