"""Presence: who looks and who types, told apart by console, ending by itself."""

from tmchat.core.presence import LOOKING, TYPING, Attendance, Presence, company

ANA_LOOKS = Presence("ana", 7)
ANA_TYPES = Presence("ana", 7, typing=True)
BEN_LOOKS = Presence("ben", 7)


def test_looking_is_news_once() -> None:
    here = Attendance()
    assert here.look("a", ANA_LOOKS, 0.0)
    assert not here.look("a", ANA_LOOKS, 1.0)
    assert here.look("a", ANA_TYPES, 2.0)
    assert here.present() == (ANA_TYPES,)
    assert here.look("a", Presence("ana", 0), 3.0)
    assert here.present() == ()


def test_typing_ends_before_looking_and_both_by_themselves() -> None:
    here = Attendance()
    here.look("a", ANA_TYPES, 0.0)
    assert not here.expire(TYPING - 0.1)
    assert here.expire(TYPING)
    assert here.present() == (ANA_LOOKS,)
    assert not here.expire(LOOKING - 0.1)
    assert here.expire(LOOKING)
    assert here.present() == ()


def test_saying_it_again_keeps_it() -> None:
    here = Attendance()
    here.look("a", ANA_LOOKS, 0.0)
    here.look("a", ANA_LOOKS, LOOKING - 1)
    assert not here.expire(LOOKING + 1)


def test_two_consoles_of_one_agent_are_one_presence() -> None:
    here = Attendance()
    here.look("a", ANA_LOOKS, 0.0)
    here.look("b", ANA_TYPES, 0.0)
    here.look("c", BEN_LOOKS, 0.0)
    assert here.present() == (ANA_TYPES, BEN_LOOKS)
    assert here.leave("b")
    assert here.present() == (ANA_LOOKS, BEN_LOOKS)
    assert not here.leave("b")


def test_company_is_the_others() -> None:
    assert company((ANA_TYPES,), "ana") == ("", False)
    assert company((ANA_LOOKS, BEN_LOOKS), "ana") == ("ben is looking on", False)
    assert company((ANA_TYPES, BEN_LOOKS), "ben") == ("ana is typing", True)
    assert company((ANA_LOOKS, BEN_LOOKS), "cara") == ("ana, ben are looking on", False)
