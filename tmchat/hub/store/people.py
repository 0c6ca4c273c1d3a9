"""The agents' table: who may sign in with which token's hash; checking tokens is `signin`'s."""

import sqlite3

from tmchat.core.records import Agent, Role
from tmchat.hub.store.interface import AgentRefused, AgentRow

LONGEST_NAME = 40


def agents(db: sqlite3.Connection) -> list[AgentRow]:
    """See `Store.agents`."""
    rows = db.execute("SELECT name, role, disabled, created_at FROM agents ORDER BY name")
    return [AgentRow(name, Role(role), bool(off), at) for name, role, off, at in rows]


def agent_by_token(db: sqlite3.Connection, token_hash: str) -> Agent | None:
    """See `Store.agent_by_token`."""
    row = db.execute(
        "SELECT name, role FROM agents WHERE token_hash = ? AND NOT disabled", (token_hash,)
    ).fetchone()
    return None if row is None else Agent(row[0], Role(row[1]))


def add_agent(db: sqlite3.Connection, row: AgentRow, token_hash: str) -> None:
    """See `Store.add_agent`."""
    name = row.name
    # Names are drawn on every console and kept in every event.
    if not name.isprintable() or name != name.strip() or not 0 < len(name) <= LONGEST_NAME:
        raise AgentRefused(
            f"An agent's name has 1 to {LONGEST_NAME} printable characters, without blanks around."
        )
    if db.execute("SELECT 1 FROM agents WHERE name = ?", (name,)).fetchone():
        raise AgentRefused(f"There is already an agent called {name}.")
    db.execute(
        "INSERT INTO agents (name, role, token_hash, disabled, created_at) VALUES (?, ?, ?, 0, ?)",
        (name, row.role, token_hash, row.created_at),
    )


def disable_agent(db: sqlite3.Connection, name: str) -> None:
    """See `Store.disable_agent`."""
    _changed(db.execute("UPDATE agents SET disabled = 1 WHERE name = ?", (_known(name),)))


def set_role(db: sqlite3.Connection, name: str, role: Role) -> None:
    """See `Store.set_role`."""
    _changed(db.execute("UPDATE agents SET role = ? WHERE name = ?", (role, _known(name))))


def set_token(db: sqlite3.Connection, name: str, token_hash: str) -> None:
    """See `Store.set_token`."""
    _changed(
        db.execute(
            "UPDATE agents SET token_hash = ?, disabled = 0 WHERE name = ?",
            (token_hash, _known(name)),
        )
    )


def _known(name: str) -> str:
    """`name` if SQLite can look for it at all."""
    if not name.isprintable():
        raise AgentRefused("There is no agent of this name.")
    return name


def _changed(cursor: sqlite3.Cursor) -> None:
    if not cursor.rowcount:
        raise AgentRefused("There is no agent of this name.")
