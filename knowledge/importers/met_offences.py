"""The Met's lists of offences: three of them, kept apart. What each row counts in, and what it does not.

Labels are compared in capitals without punctuation. A row counts in its own offence, its group and the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from knowledge.model import IndicatorId
from knowledge.release import Counted

BY_THE_MET = "recorded by the Metropolitan Police"


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A list of offences. `groups` and `offences` lead to the series they count in; None: only in what is above.

    `kept` explains series that need more than "offences recorded by the Metropolitan Police" or another indicator.
    """

    name: str
    since: str
    groups: Mapping[str, str | None]
    offences: Mapping[tuple[str, str], str | None]
    kept: Mapping[str, tuple[str, str]]
    left_out: tuple[str, ...]
    whole_groups: Set[str] = frozenset()
    total: str = "recorded-crime"

    def likeness(self, groups: Set[str], offences: Set[str]) -> int:
        """How many of the labels are on the list."""
        return sum(g in groups and (o in offences) for g, o in self.offences) + len(groups & set(self.whole_groups))

    def knows(self, group: str, offence: str) -> bool:
        """Whether the pair is on the list."""
        return (group, offence) in self.offences or group in self.whole_groups

    def series(self, group: str, offence: str) -> list[str]:
        """The series that a row counts in; none where the pair is not on the list."""
        if not self.knows(group, offence):
            return []
        named = (self.offences.get((group, offence)), self.groups.get(group), self.total)
        return [series for series in named if series]

    def counted(self) -> list[Counted]:
        """What the series of the list count."""
        keys = dict.fromkeys(filter(None, (*self.groups.values(), *self.offences.values(), self.total)))
        return [self._counted(key) for key in keys]

    def _counted(self, key: str) -> Counted:
        indicator, words = self.kept.get(key, (key, ""))
        what = "homicides" if indicator == "homicide" else "offences"
        more = "; ".join(filter(None, (words, self.since)))
        definition = f"{what} {BY_THE_MET}" + (f" ({more})" if more else "")
        return Counted(key, IndicatorId(indicator), "count", what, definition, adds_up=True)


_SERIOUS = "VIOLENCE AGAINST THE PERSON"
_MISC = "MISCELLANEOUS CRIMES AGAINST SOCIETY"
_WEAPONS = "POSSESSION OF WEAPONS"
_FRAUD_LEFT_OUT = "Fraud: counted in the total only; it is recorded nationally, not by the Met."

GROUPS = {
    "ARSON AND CRIMINAL DAMAGE": "criminal-damage-and-arson",
    "BURGLARY": "burglary",
    "DRUG OFFENCES": "drug-offences",
    "FRAUD AND FORGERY": None,
    "HISTORICAL FRAUD AND FORGERY": None,
    "NFIB FRAUD": None,
    _MISC: "miscellaneous-crimes",
    _WEAPONS: "possession-of-weapons",
    "PUBLIC ORDER OFFENCES": "public-order",
    "ROBBERY": "robbery",
    "SEXUAL OFFENCES": "sexual-offences",
    "THEFT": "theft",
    "VEHICLE OFFENCES": "vehicle-offences",
    _SERIOUS: "violence-against-the-person",
}
# In both the short list and the long one, under the same name.
_SHARED = {
    ("ARSON AND CRIMINAL DAMAGE", "ARSON"): "arson",
    ("ARSON AND CRIMINAL DAMAGE", "CRIMINAL DAMAGE"): "criminal-damage",
    ("BURGLARY", "BURGLARY BUSINESS AND COMMUNITY"): "commercial-burglary",
    ("BURGLARY", "DOMESTIC BURGLARY"): "residential-burglary",
    ("DRUG OFFENCES", "POSSESSION OF DRUGS"): "drug-possession",
    ("PUBLIC ORDER OFFENCES", "PUBLIC FEAR ALARM OR DISTRESS"): "public-fear-alarm-or-distress",
    ("PUBLIC ORDER OFFENCES", "VIOLENT DISORDER"): "violent-disorder",
    ("ROBBERY", "ROBBERY OF BUSINESS PROPERTY"): "business-robbery",
    ("ROBBERY", "ROBBERY OF PERSONAL PROPERTY"): "personal-robbery",
    ("SEXUAL OFFENCES", "OTHER SEXUAL OFFENCES"): "other-sexual-offences",
    ("SEXUAL OFFENCES", "RAPE"): "rape",
    ("THEFT", "BICYCLE THEFT"): "bicycle-theft",
    ("THEFT", "OTHER THEFT"): "other-theft",
    ("THEFT", "SHOPLIFTING"): "shoplifting",
    ("VEHICLE OFFENCES", "AGGRAVATED VEHICLE TAKING"): "aggravated-vehicle-taking",
    ("VEHICLE OFFENCES", "INTERFERING WITH A MOTOR VEHICLE"): "vehicle-interference",
    (_SERIOUS, "HOMICIDE"): "homicide",
    (_SERIOUS, "VIOLENCE WITH INJURY"): "violence-with-injury",
    (_SERIOUS, "VIOLENCE WITHOUT INJURY"): "violence-without-injury",
}
_ALL_HOMES = "homes, with their sheds and garages"

SHORT = Taxonomy(
    name="the list in use since 2024",
    since="",
    groups=GROUPS,
    offences={
        **_SHARED,
        ("BURGLARY", "RES BURGLARY OF A HOME"): "residential-burglary",
        ("BURGLARY", "RES BURGLARY OF UNCONNECTED BUILDING"): "residential-burglary",
        ("BURGLARY", "BURGLARY RESIDENTIAL"): "residential-burglary",
        ("DRUG OFFENCES", "TRAFFICKING OF DRUGS"): "drug-trafficking",
        ("FRAUD AND FORGERY", "FRAUD AND FORGERY"): None,
        ("NFIB FRAUD", "NFIB"): None,
        (_MISC, "MISC CRIMES AGAINST SOCIETY"): None,
        (_WEAPONS, "POSSESSION OF WEAPONS"): None,
        ("PUBLIC ORDER OFFENCES", "OTHER OFFENCES PUBLIC ORDER"): "other-public-order",
        ("PUBLIC ORDER OFFENCES", "RACE OR RELIGIOUS AGG PUBLIC FEAR"): "racially-aggravated-public-fear",
        ("THEFT", "THEFT FROM THE PERSON"): "theft-from-person",
        ("VEHICLE OFFENCES", "THEFT FROM A VEHICLE"): "theft-from-vehicle",
        ("VEHICLE OFFENCES", "THEFT OR UNAUTH TAKING OF A MOTOR VEH"): "theft-of-vehicle",
        (_SERIOUS, "DEATH SERIOUS INJURY ILLEGAL DRIVING"): "death-by-illegal-driving",
        (_SERIOUS, "STALKING AND HARASSMENT"): "stalking-and-harassment",
    },
    kept={"residential-burglary": ("residential-burglary", _ALL_HOMES)},
    left_out=(_FRAUD_LEFT_OUT,),
)

LONG = Taxonomy(
    name="the list in use to early 2024",
    since="",
    groups=GROUPS,
    offences={
        **_SHARED,
        ("DRUG OFFENCES", "DRUG TRAFFICKING"): "drug-trafficking",
        ("HISTORICAL FRAUD AND FORGERY", "HISTORICAL FRAUD AND FORGERY"): None,
        (
            "PUBLIC ORDER OFFENCES",
            "OTHER OFFENCES AGAINST THE STATE OR PUBLIC ORDER",
        ): "other-public-order",
        (
            "PUBLIC ORDER OFFENCES",
            "RACIALLY OR RELIGIOUSLY AGGRAVATED PUBLIC FEAR AL",
        ): "racially-aggravated-public-fear",
        ("THEFT", "THEFT FROM PERSON"): "theft-from-person",
        ("VEHICLE OFFENCES", "THEFT FROM A MOTOR VEHICLE"): "theft-from-vehicle",
        ("VEHICLE OFFENCES", "THEFT OR TAKING OF A MOTOR VEHICLE"): "theft-of-vehicle",
    },
    kept={
        "residential-burglary": ("residential-burglary", _ALL_HOMES),
        "violence-without-injury": ("violence-without-injury", "with stalking and harassment"),
    },
    left_out=(_FRAUD_LEFT_OUT,),
    whole_groups=frozenset((_MISC, _WEAPONS)),
)

_OLD_VIOLENCE = "VIOLENCE AGAINST THE PERSON"
_HANDLING = "THEFT AND HANDLING"

OLD = Taxonomy(
    name="the categories in use to 2018",
    since="by the categories in use to 2018",
    groups={
        "BURGLARY": "burglary",
        "CRIMINAL DAMAGE": None,
        "DRUGS": "drug-offences",
        "FRAUD OR FORGERY": None,
        "OTHER NOTIFIABLE OFFENCES": None,
        "ROBBERY": "robbery",
        "SEXUAL OFFENCES": "sexual-offences",
        _HANDLING: None,
        _OLD_VIOLENCE: None,
    },
    offences={
        ("BURGLARY", "BURGLARY IN A DWELLING"): "burglary-in-a-dwelling",
        ("BURGLARY", "BURGLARY IN OTHER BUILDINGS"): "burglary-in-other-buildings",
        ("BURGLARY", "BURGLARY RESIDENTIAL"): "burglary-residential",
        ("BURGLARY", "BURGLARY BUSINESS AND COMMUNITY"): "burglary-business-and-community",
        ("CRIMINAL DAMAGE", "ARSON"): "arson",
        ("DRUGS", "DRUG TRAFFICKING"): "drug-trafficking",
        ("DRUGS", "POSSESSION OF DRUGS"): "drug-possession",
        ("DRUGS", "OTHER DRUGS"): None,
        ("DRUGS", "OTHER DRUG OFFENCES"): None,
        ("ROBBERY", "BUSINESS PROPERTY"): "business-robbery",
        ("ROBBERY", "PERSONAL PROPERTY"): "personal-robbery",
        ("SEXUAL OFFENCES", "OTHER SEXUAL"): "other-sexual-offences",
        ("SEXUAL OFFENCES", "RAPE"): "rape",
        (_HANDLING, "THEFT FROM SHOPS"): "shoplifting",
        (_HANDLING, "THEFT TAKING OF PEDAL CYCLE"): "bicycle-theft",
        (_HANDLING, "THEFT TAKING OF PEDAL CYCLES"): "bicycle-theft",
        (_HANDLING, "THEFT FROM MOTOR VEHICLE"): "theft-from-vehicle",
        (_HANDLING, "THEFT FROM M V"): "theft-from-vehicle",
        (_HANDLING, "THEFT TAKING OF MOTOR VEHICLE"): "theft-of-vehicle",
        (_HANDLING, "THEFT TAKING OF M V"): "theft-of-vehicle",
        (_HANDLING, "MOTOR VEHICLE INTERFERENCE AND TAMPERING"): "vehicle-interference",
        (_HANDLING, "M V INTERFERENCE AND TAMPERING"): "vehicle-interference",
        (_HANDLING, "OTHER THEFT PERSON"): "theft-from-person",
        (_HANDLING, "THEFT PERSON"): "theft-from-person",
        (_HANDLING, "OTHER THEFT"): None,
        (_HANDLING, "HANDLING STOLEN GOODS"): None,
    },
    kept={
        "burglary-in-a-dwelling": ("residential-burglary", "dwellings only"),
        "burglary-residential": ("residential-burglary", _ALL_HOMES),
        "burglary-in-other-buildings": ("commercial-burglary", "buildings other than dwellings, sheds and garages too"),
        "burglary-business-and-community": ("commercial-burglary", ""),
    },
    left_out=(
        "Murder: murder alone, without manslaughter; homicides stand in the Met's homicide file.",
        "Violence Against the Person and its parts: they held possession of weapons and were cut otherwise than today.",
        "Theft and Handling, Other Theft: they held theft of and from vehicles, and handling, which stand apart today.",
        "Criminal Damage by what was damaged, and as a group: the older file does not tell arson apart.",
        "Fraud or Forgery, Other Notifiable: counted in the total only.",
    ),
    whole_groups=frozenset((_OLD_VIOLENCE, "CRIMINAL DAMAGE", "FRAUD OR FORGERY", "OTHER NOTIFIABLE OFFENCES")),
)

TAXONOMIES = (SHORT, LONG, OLD)
