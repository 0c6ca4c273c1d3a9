"""Gives numbers back and removes what is empty; conversations of a number given back stay."""

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import phone
from tmchat.core.records import Agent
from tmchat.core.setup.plans import Kind, Target
from tmchat.hub.setups.ledger import Ledger
from tmchat.hub.setups.reach import Reach
from tmchat.telmetrics.pools import NumberPool


async def release(
    reach: Reach, ledger: Ledger, agent: Agent, command: cmd.ReleaseNumber
) -> cmd.Outcome:
    """Gives a tracking number back for good, once its digits were typed.

    Raises `TelmetricsError` where nothing was begun.
    """
    number = await _number(reach, command)
    if isinstance(number, cmd.Refused):
        return number
    typed = "".join(letter for letter in command.digits if letter.isascii() and letter.isdigit())
    if typed not in (number[1:], phone.to_telmetrics(number).lstrip("+")):
        name = phone.pretty(number)
        return cmd.Refused("digits", f"Type the digits of {name} to give it back; these differ.")
    target = Target(Kind.NUMBER, command.id)
    intent = ev.ChangeIntended("ReleaseNumber", target, number, agent.name, "gave the number back")

    async def send() -> object:
        if command.pool:
            await reach.telmetrics.number_pools.remove_number(command.pool, command.id)
        else:
            await reach.telmetrics.numbers.delete(command.id)
        return None

    return await ledger.carry_out(intent, send, {})


async def remove(
    reach: Reach, ledger: Ledger, agent: Agent, command: cmd.RemoveSetup
) -> cmd.Outcome:
    """Removes a number group or a pool that holds nothing, once its name was typed.

    Raises `TelmetricsError` where nothing was begun.
    """
    target = command.target
    if target.kind is Kind.NUMBER:
        return cmd.Refused("kind", "A number is given back by its digits.")
    resource = await reach.resource(target)
    setup = reach.setup(resource)
    if command.name.strip() != setup.label.strip():
        return cmd.Refused("name", f"Type the name of {setup.label} to remove it; this differs.")
    if isinstance(resource, NumberPool):
        held = bool(resource.numbers)
    else:
        held = bool(await reach.telmetrics.numbers.in_group(target.id)) or bool(
            await reach.telmetrics.number_pools.in_group(target.id)
        )
    if held:
        return cmd.Refused("held", f"{setup.label} still holds numbers: give them back first.")
    words = f"removed the {target.kind.value}"
    intent = ev.ChangeIntended("RemoveSetup", target, setup.label, agent.name, words)

    async def send() -> object:
        if target.kind is Kind.GROUP:
            await reach.telmetrics.groups.delete(target.id)
        else:
            await reach.telmetrics.number_pools.delete(target.id)
        return None

    return await ledger.carry_out(intent, send, {})


async def _number(reach: Reach, command: cmd.ReleaseNumber) -> str | cmd.Refused:
    """E.164 of the number that is meant."""
    gone = cmd.Refused("unknown", "The account has no such number any more.")
    if command.pool:
        pool = await reach.telmetrics.number_pools.get(command.pool)
        members = [one.phone_number for one in pool.numbers if one.id == command.id]
        return phone.from_telmetrics(members[0]) if members else gone
    for known in reach.switchboard.inbox.numbers.values():
        if known.id == command.id and known.pool:
            return cmd.Refused("pool", "This number belongs to a number pool: take it out there.")
    number = await reach.telmetrics.numbers.get(command.id)
    return phone.from_telmetrics(number.phone_number)
