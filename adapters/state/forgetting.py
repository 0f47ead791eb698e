"""What is deleted: on request everything of a workspace or a user, by age everything that is no longer needed."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Delete, Table, Update, delete, exists, select, tuple_, update

from adapters.state.storable import storable_id
from adapters.state.tables import feedback, inbox, installation, setting, shared, talk, talker, unanswered

HOUR = 60 * 60 * 1000
DAY = 24 * HOUR
# What one transaction deletes at most: others must get their turn.
MOST_AT_ONCE = 2000

# No platform takes a ticket for longer.
TICKET = 15 * 60 * 1000
# An inbox key outlives every redelivery by a platform; a talk idles; readers' words help for half a year.
KEPT: tuple[tuple[Column[int], int], ...] = (
    (inbox.c.received_at, 25 * HOUR),
    (talk.c.updated_at, 30 * DAY),
    (unanswered.c.last_seen, 30 * DAY),
    (shared.c.at, 180 * DAY),
    (feedback.c.at, 180 * DAY),
)

_OF_A_USER = (inbox.c.user_id, shared.c.shared_by, feedback.c.given_by)
_OF_A_TEAM = (inbox, talk, talker, setting, shared, feedback, installation)


def forget(connection: Connection, platform: str, team: str | None, user: str | None) -> int:
    """Delete every row of a user, of a workspace, or of a platform; the number of rows."""
    if user is not None:
        return _forget_user(connection, platform, team, storable_id(user))
    return sum(connection.execute(_within(delete(table), table, platform, team)).rowcount for table in _OF_A_TEAM)


def _within(statement: Delete, table: Table, platform: str, team: str | None) -> Delete:
    here = statement.where(table.c.platform == storable_id(platform))
    return here if team is None else here.where(table.c.team == storable_id(team))


def _forget_user(connection: Connection, platform: str, team: str | None, user: str) -> int:
    """A talk goes with each who took part in it; a workspace's setting stays, without who made it."""
    talks = select(talker.c.key).where(talker.c.user_id == user, talker.c.platform == storable_id(platform))
    if team is not None:
        talks = talks.where(talker.c.team == storable_id(team))
    keys = connection.execute(talks).scalars().all()
    gone = sum(connection.execute(delete(table).where(table.c.key.in_(keys))).rowcount for table in (talk, talker))
    for column in _OF_A_USER:
        table = column.table
        gone += connection.execute(_within(delete(table).where(column == user), table, platform, team)).rowcount
    _unname(connection, platform, team, user)
    return gone


def _unname(connection: Connection, platform: str, team: str | None, user: str) -> None:
    here = update(setting).where(setting.c.updated_by == user, setting.c.platform == storable_id(platform))
    connection.execute(
        (here if team is None else here.where(setting.c.team == storable_id(team))).values(updated_by="")
    )


def expire_some(connection: Connection, now: int) -> int:
    """Delete some of the rows that are too old; how many. Tickets that nobody takes any more go too."""
    connection.execute(tickets(now - TICKET))
    for column, kept_for in KEPT:
        if gone := connection.execute(older(column, now - kept_for)).rowcount:
            return gone
    return connection.execute(orphans()).rowcount


def older(column: Column[int], moment: int) -> Delete:
    """Delete some of the rows that are older than a moment."""
    table = column.table
    key = tuple(table.primary_key)
    some = select(*key).where(column < moment).limit(MOST_AT_ONCE)
    return delete(table).where(tuple_(*key).in_(some))


def tickets(moment: int) -> Update:
    """Take away the tickets of open rows that are older than a moment; closed ones have none."""
    dead = (inbox.c.lease_until.is_not(None), inbox.c.received_at < moment, inbox.c.ticket.is_not(None))
    return update(inbox).where(*dead).values(ticket=None)


def orphans() -> Delete:
    """Delete the names of those whose talk is gone."""
    return delete(talker).where(~exists().where(talk.c.key == talker.c.key))
