"""A compiled file as it would have been on a day: what was published later is out of sight.

Views of the same names stand before the tables for one connection, so every look-up sees what the day saw, and nothing
is copied or compiled again.
"""

from __future__ import annotations

import json
import sqlite3
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

# Cells that hold something: a cell that is empty is `[]` once the commas are brackets.
_FILLED = """(LENGTH(cells) - LENGTH(REPLACE(cells, ',', '')) + 1
  - (LENGTH('[' || REPLACE(cells, ',', '][') || ']')
     - LENGTH(REPLACE('[' || REPLACE(cells, ',', '][') || ']', '[]', ''))) / 2)"""
_COUNTED = f"""
CREATE TEMP TABLE held AS SELECT place, indicator, switched, SUM(figures) AS figures FROM (
  SELECT p.text AS place, i.text AS indicator, switched, COUNT(*) AS figures FROM figure
    JOIN main.name p ON p.key = place JOIN main.name i ON i.key = indicator GROUP BY 1, 2, 3
  UNION ALL SELECT place, indicator, switched, SUM({_FILLED}) FROM series GROUP BY 1, 2, 3)
  GROUP BY 1, 2, 3;
CREATE TEMP TABLE held_anywhere AS SELECT indicator, switched, SUM(figures) AS figures FROM held GROUP BY 1, 2;
"""  # noqa: S608 - an expression of our own


def was_public(published: str, day: date) -> bool:
    """Whether something dated 2026-01-12, 2026-01 or 2026 had surely been published by a day."""
    parts = [int(part) for part in published.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1]) <= day


def look_back(connection: sqlite3.Connection, day: date) -> None:
    """Let the connection see what was published by the day, and nothing else."""
    releases = connection.execute("SELECT key, body FROM main.release").fetchall()
    dates = connection.execute("SELECT key, text FROM main.name WHERE key IN (SELECT published FROM main.shared)")
    seen = _listed(key for key, body in releases if was_public(json.loads(body)["released"], day))
    on = _listed(key for key, published in dates.fetchall() if was_public(published, day))
    connection.execute("PRAGMA temp_store=MEMORY")
    for name, condition in (
        ("release", f"key IN ({seen})"),
        ("series", f"release IN ({seen})"),
        ("figure", f"shared IN (SELECT key FROM main.shared WHERE published IN ({on}))"),  # noqa: S608
    ):
        connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} WHERE {condition}")  # noqa: S608
    connection.executescript(_COUNTED)


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(map(str, keys))
