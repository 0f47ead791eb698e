"""What the columns of the ONS police force area tables count, as indicators of the knowledge."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import IndicatorId, Measure
from knowledge.release import Counted

BY_THE_POLICE = "recorded by the police, published by ONS"
# Label -> indicator, and what its definition adds.
OFFENCES: dict[str, tuple[str, str] | None] = {
    "TOTAL RECORDED CRIME EXCLUDING FRAUD": ("recorded-crime", "without fraud"),
    "VIOLENCE AGAINST THE PERSON": ("violence-against-the-person", ""),
    "HOMICIDE": ("homicide", ""),
    "DEATH OR SERIOUS INJURY UNLAWFUL DRIVING": ("death-by-illegal-driving", ""),
    "DEATH OR SERIOUS INJURY CAUSED BY ILLEGAL DRIVING": ("death-by-illegal-driving", ""),
    "VIOLENCE WITH INJURY": ("violence-with-injury", ""),
    "VIOLENCE WITHOUT INJURY": ("violence-without-injury", ""),
    "STALKING AND HARASSMENT": ("stalking-and-harassment", ""),
    "SEXUAL OFFENCES": ("sexual-offences", ""),
    "ROBBERY": ("robbery", ""),
    "THEFT OFFENCES": ("theft", "with burglary and vehicle offences"),
    "BURGLARY": ("burglary", ""),
    "RESIDENTIAL BURGLARY": ("residential-burglary", ""),
    "RESIDENTIAL BURGLARY HOUSEHOLDS": None,
    "HOUSEHOLD FIGURES MID 2021 ROUNDED TO 100": None,
    "NON RESIDENTIAL BURGLARY": ("commercial-burglary", ""),
    "VEHICLE OFFENCES": ("vehicle-offences", ""),
    "THEFT FROM THE PERSON": ("theft-from-person", ""),
    "BICYCLE THEFT": ("bicycle-theft", ""),
    "SHOPLIFTING": ("shoplifting", ""),
    "OTHER THEFT OFFENCES": ("other-theft", ""),
    "ALL OTHER THEFT OFFENCES": ("other-theft", ""),
    "CRIMINAL DAMAGE AND ARSON": ("criminal-damage-and-arson", ""),
    "DRUG OFFENCES": ("drug-offences", ""),
    "POSSESSION OF WEAPONS OFFENCES": ("possession-of-weapons", ""),
    "PUBLIC ORDER OFFENCES": ("public-order", ""),
    "MISCELLANEOUS CRIMES": ("miscellaneous-crimes", ""),
    "MISCELLANEOUS CRIMES AGAINST SOCIETY": ("miscellaneous-crimes", ""),
}
RATE_PLACES = {"homicide": 4, "death-by-illegal-driving": 4}


@dataclass(frozen=True, slots=True)
class Rounded:
    """What is counted, and the decimals that a rate is rounded to; none for a count."""

    counted: Counted
    places: int | None = None


def counted_offence(label: str, kind: str) -> Rounded | None:
    """The figure of an offence by force, as a rate, or by local authority; None where it is left out."""
    if (meaning := OFFENCES[label]) is None:
        return None
    indicator, more = meaning
    what = "homicides" if indicator == "homicide" else "offences"
    within = "in the local authority, those placed in one" if kind == "authority" else ""
    definition = f"{what} {BY_THE_POLICE}" + "".join(f"; {words}" for words in (more, within) if words)
    unit = f"{what} per 1,000 residents" if kind == "rate" else what
    measure: Measure = "rate" if kind == "rate" else "count"
    counted = Counted(f"{kind}-{indicator}", IndicatorId(indicator), measure, unit, definition, adds_up=False)
    return Rounded(counted, RATE_PLACES.get(indicator, 2) if kind == "rate" else None)


def counted_people() -> Counted:
    """The residents that rates are computed with."""
    definition = "residents at the middle of the year, rounded to 100, as ONS uses them for its crime rates"
    return Counted("population", IndicatorId("population"), "count", "people", definition, adds_up=False)


def _yearly(key: str, indicator: str, measure: Measure, unit: str, definition: str) -> Counted:
    return Counted(key, IndicatorId(indicator), measure, unit, definition, adds_up=False)


_KNIFE = f"selected offences involving a knife or sharp instrument, {BY_THE_POLICE}"
BY_PERIOD = {
    "P6": Rounded(_yearly("knife", "knife-crime", "count", "offences", _KNIFE)),
    "P7": Rounded(_yearly("knife-rate", "knife-crime", "rate", "offences per 100,000 residents", _KNIFE), 1),
    "P8": Rounded(
        _yearly(
            "firearms",
            "gun-crime",
            "count",
            "offences",
            f"offences involving a firearm, without air weapons, {BY_THE_POLICE}",
        )
    ),
    "P9": Rounded(
        _yearly(
            "fraud",
            "fraud",
            "count",
            "offences",
            "fraud and computer misuse referred by Action Fraud, by where the victim lives, published by ONS",
        )
    ),
}
PERIOD_TABLES = tuple(BY_PERIOD)
