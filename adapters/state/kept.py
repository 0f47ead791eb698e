"""What is kept beside the inbox, as statements within a transaction of the caller: settings and what readers say."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, or_, select

from adapters.state.inbox import inserter
from adapters.state.row import Feedback, Row, Standing, Unanswered
from adapters.state.storable import storable, storable_id
from adapters.state.tables import feedback, installation, setting, shared, talk, unanswered

MOST_CHARACTERS_OF_A_QUESTION = 400
MOST_CHARACTERS_OF_A_REASON = 1000

# `<@U123>`, `<#C123|name>`, `<!here>`: whom or where a question was put is nobody's business here.
_MENTION = re.compile(r"<[@#!][^>]*>")


# Built once: these are read for every question.
_TALK = select(talk.c.data).where(talk.c.key == bindparam("key"))
# The workspace's own channel is '', which sorts before any other: what a channel has set comes after it.
_IN_FORCE = (
    select(setting.c.data)
    .where(setting.c.platform == bindparam("platform"), setting.c.team == bindparam("team"))
    .where(or_(setting.c.channel == bindparam("channel"), setting.c.channel == ""))
    .order_by(setting.c.channel)
)


def read_talk(connection: Connection, key: str) -> str | None:
    """The JSON of a talk."""
    return connection.execute(_TALK, {"key": key}).scalar_one_or_none()


def read_setting(connection: Connection, platform: str, team: str, channel: str) -> dict[str, Any]:
    """What a channel has set; nothing is an empty object."""
    where = (setting.c.platform == platform, setting.c.team == team, setting.c.channel == channel)
    data = connection.execute(select(setting.c.data).where(*where)).scalar_one_or_none()
    return dict(json.loads(data)) if data else {}


def read_setting_in_force(connection: Connection, platform: str, team: str, channel: str) -> dict[str, Any]:
    """What a channel has set, and what its workspace has where the channel has nothing; nothing is an empty object."""
    where = {"platform": platform, "team": team, "channel": channel}
    kept = connection.execute(_IN_FORCE, where).scalars()
    return {name: value for data in kept for name, value in json.loads(data).items()}


def read_standing(connection: Connection, row: Row) -> Standing:
    """How things stand where a row's question was put."""
    ids = map(storable_id, (row.event.platform, row.event.team, row.event.channel))
    return Standing(read_talk(connection, row.talk_key), read_setting_in_force(connection, *ids))


def write(connection: Connection, table: Any, row: dict[str, Any]) -> None:
    """Insert a row, or put it in the place of the one with the same key."""
    new = inserter(connection)(table).values(**row)
    key = [column.name for column in table.primary_key]
    changed = {name: new.excluded[name] for name in row if name not in key}
    connection.execute(new.on_conflict_do_update(index_elements=key, set_=changed))


def write_setting(connection: Connection, ids: tuple[str, str, str], data: dict[str, Any], by: str, now: int) -> None:
    """Set what a channel, or with '' the whole workspace, has set."""
    platform, team, channel = map(storable_id, ids)
    text = json.dumps(data, ensure_ascii=True, sort_keys=True)
    where = {"platform": platform, "team": team, "channel": channel}
    write(connection, setting, {**where, "data": text, "updated_at": now, "updated_by": storable_id(by)})


def write_installation(connection: Connection, platform: str, team: str, data: dict[str, Any], now: int) -> None:
    """Note that the bot was added to a workspace."""
    where = {"platform": storable_id(platform), "team": storable_id(team)}
    write(connection, installation, {**where, "data": json.dumps(data), "installed_at": now})


def read_installations(connection: Connection, platform: str) -> dict[str, dict[str, Any]]:
    """The workspaces of a platform, with what is kept of each."""
    rows = connection.execute(
        select(installation.c.team, installation.c.data).where(installation.c.platform == platform)
    )
    return {team: json.loads(data) for team, data in rows}


def add_share(connection: Connection, ids: tuple[str, str, str], by: str, channel: str, posted: str, now: int) -> None:
    """Note that a reply was shown to a channel; told again, it is noted once."""
    platform, team, ref = map(storable_id, ids)
    about = {"platform": platform, "team": team, "ref": ref, "posted": storable_id(posted)}
    if connection.execute(select(shared.c.id).filter_by(**about).limit(1)).one_or_none() is None:
        note = {"shared_by": storable_id(by), "channel": storable_id(channel), "at": now}
        connection.execute(shared.insert().values(**about, **note))


def write_feedback(
    connection: Connection, ids: tuple[str, str, str], by: str, verdict: str, reason: str, now: int
) -> None:
    """Note a reader's verdict on a reply, in the place of an earlier one of the same reader."""
    platform, team, ref = map(storable_id, ids)
    whose = {"platform": platform, "team": team, "ref": ref, "given_by": storable_id(by)}
    said = {"verdict": storable_id(verdict), "reason": storable(reason, MOST_CHARACTERS_OF_A_REASON), "at": now}
    write(connection, feedback, {**whose, **said})


def read_feedback(connection: Connection, limit: int) -> list[Feedback]:
    """The newest verdicts first."""
    names = ("platform", "team", "ref", "verdict", "reason", "at")
    newest = select(*(feedback.c[name] for name in names)).order_by(feedback.c.at.desc()).limit(limit)
    return [Feedback(**row) for row in connection.execute(newest).mappings()]


def nobodys(text: str) -> str:
    """A question without who was addressed, in lower case, its spaces single: what several askers share."""
    return " ".join(_MENTION.sub(" ", storable(text)).casefold().split())[:MOST_CHARACTERS_OF_A_QUESTION]


def count_unanswered(connection: Connection, text: str, nearest: str, now: int) -> None:
    """Note a question that could not be answered, or count it once more."""
    near = storable(nearest, MOST_CHARACTERS_OF_A_QUESTION)
    new = inserter(connection)(unanswered).values(text=text, count=1, nearest=near, first_seen=now, last_seen=now)
    again = {"count": unanswered.c.count + 1, "nearest": near, "last_seen": now}
    connection.execute(new.on_conflict_do_update(index_elements=["text"], set_=again))


def read_unanswered(connection: Connection, limit: int) -> list[Unanswered]:
    """The questions asked most first."""
    most = select(unanswered).order_by(unanswered.c.count.desc(), unanswered.c.last_seen.desc(), unanswered.c.text)
    return [_unanswered(row) for row in connection.execute(most.limit(limit)).mappings()]


def _unanswered(row: RowMapping) -> Unanswered:
    return Unanswered(row["text"], row["count"], row["nearest"], row["first_seen"], row["last_seen"])
