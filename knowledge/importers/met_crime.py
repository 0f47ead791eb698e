"""What the Met's wide files of recorded crime share, by borough and by ward: names of columns, pairs, offences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge.errors import ImportRefused
from knowledge.importers.dataset import Quarantined
from knowledge.importers.labels import plain
from knowledge.importers.met_offences import TAXONOMIES, Taxonomy
from knowledge.importers.wide import Wide
from knowledge.period import months_on

OFFENCE = {
    "group": frozenset(("MAJORTEXT", "MAJOR CATEGORY", "GROUP")),
    "offence": frozenset(("MINORTEXT", "MINOR CATEGORY", "SUBGROUP")),
}
BOROUGH = frozenset(("BOROUGHNAME", "LOOKUP BOROUGHNAME", "BOROUGH", "BOCU"))
MOST_RECENT = 30


def of_one_release(tables: Sequence[Wide]) -> list[list[Wide]]:
    """The tables that follow one another month by month; older months never stand alone."""
    recent = [t for t in tables if len(t.months) <= MOST_RECENT]
    older = [t for t in tables if len(t.months) > MOST_RECENT]
    releases = []
    for table in sorted(recent, key=lambda t: t.months[-1].id):
        before = [t for t in older if _follows(t, table)]
        if len(before) > 1:
            what = f"{before[0].file.name} and {before[1].file.name} both end where {table.file.name} begins"
            raise ImportRefused(what, "Give the two files of one release")
        releases.append([*before, table])
        older = [t for t in older if t not in before]
    if older:
        what = f"{older[0].file.name} holds older months, to {older[0].months[-1].label}, and nothing after them"
        raise ImportRefused(what, "Give it with the file of the recent months of the same release")
    return releases


def _follows(before: Wide, after: Wide) -> bool:
    last, first = before.months[-1].start, after.months[0].start
    one_taxonomy = taxonomy_of(before) is taxonomy_of(after)
    return (
        one_taxonomy
        and last is not None
        and first is not None
        and months_on(last.year, last.month, 1)
        == (
            first.year,
            first.month,
        )
    )


def taxonomy_of(table: Wide) -> Taxonomy:
    """The list of offences that has the file's groups; old and new are never mixed."""
    groups = set(map(plain, table.frame["group"]))
    best = max(TAXONOMIES, key=lambda t: t.likeness(groups, set(map(plain, table.frame["offence"]))))
    if not groups & set(best.groups):
        what = f"{table.file.name}: none of its offence groups is known ({', '.join(sorted(groups)[:3])} …)"
        raise ImportRefused(what, "Add its list of offences to the importer")
    return best


def quarantined(part: Wide, taxonomy: Taxonomy) -> list[Quarantined]:
    """The offences that are not on the list, and how many rows each has."""
    pairs = Counter(zip(part.frame["group"], part.frame["offence"], strict=True))
    return [
        Quarantined(f"{group} / {offence}", part.file.name, rows)
        for (group, offence), rows in pairs.items()
        if not taxonomy.knows(plain(group), plain(offence))
    ]


def complete(counted: Iterable[str], strange: Sequence[Quarantined], taxonomy: Taxonomy) -> set[str]:
    """The series whose parts are all known: an unknown offence leaves its group and the total of all without one."""
    groups = {plain(q.label.partition(" / ")[0]) for q in strange}
    spoilt = {taxonomy.groups.get(group) for group in groups} | ({taxonomy.total} if groups else set())
    return {key for key in counted if key not in spoilt}
