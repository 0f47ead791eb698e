"""The shapes of the knowledge text: every field with its meaning, an example and how much it is needed.

The models take text only and refuse fields they do not know. `knowledge.fields` writes the editors' page from them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from knowledge import cells
from knowledge.model import (
    Breakdown,
    Caveat,
    Evidence,
    Level,
    Measure,
    Polarity,
    Qualifier,
    Status,
)
from knowledge.period import Period

Theme = Literal[
    "violence",
    "theft",
    "robbery",
    "drugs",
    "weapons",
    "sexual",
    "disorder",
    "fraud",
    "policing",
    "money",
    "opinion",
    "justice",
    "health",
    "population",
    "overview",
]
PlaceKind = Literal[
    "region", "borough", "force", "nation", "country", "city", "town", "locality", "ward", "aggregate", "lookalike"
]

ALL = "all"


def _all_or_list(written: object) -> object:
    return [ALL] if written == ALL else written


Text = Annotated[str, AfterValidator(cells.text)]
Id = Annotated[str, AfterValidator(cells.identifier)]
Url = Annotated[str, AfterValidator(cells.address)]
Number = Annotated[Decimal, BeforeValidator(cells.decimal)]
Day = Annotated[date, BeforeValidator(cells.day)]
When = Annotated[Period, BeforeValidator(cells.period)]
Published = Annotated[str, AfterValidator(cells.published)]
Patterns = Annotated[tuple[str, ...], BeforeValidator(cells.pieces)]
Reported = Annotated[str, AfterValidator(cells.reported)]

CONFIG = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Shape(BaseModel):
    """A shape of the text: strict, closed, frozen."""

    model_config = CONFIG


class PublisherText(Shape):
    """One entry of `published_by`."""

    name: Text = Field(description="Who publishes it.", examples=["Metropolitan Police"])
    title: Text = Field(description="Under which title.", examples=["MPS recorded crime dashboard"])
    url: Url | None = Field(
        default=None, description="Where; left out when no address is known.", examples=["https://data.london.gov.uk/"]
    )


class IndicatorText(Shape):
    """`indicators/<id>.yaml`: what is counted, and the words that people ask for it with. The file's name is its id."""

    label: Text = Field(description="Its name in the plural, as in a heading.", examples=["Homicides"])
    definition: Text = Field(
        description="What is counted, in one sentence of our own words.",
        examples=["Offences of murder, manslaughter and infanticide recorded by the police."],
    )
    theme: Theme = Field(description="The topic under which help lists it.", examples=["violence"])
    polarity: Polarity = Field(description="Whether more of it is worse.", examples=["higher_is_worse"])
    units: dict[Measure, Text] = Field(
        default_factory=dict,
        description="The unit of each measure that makes sense for it; per cent and pounds need none.",
        examples=['{count: homicides, rate: "homicides per 100,000 residents"}'],
        json_schema_extra={"needed": "where figures are held"},
    )
    place: Id = Field(default="london", description="The place meant when none is named.", examples=["met-police"])
    about: Id | None = Field(
        default=None,
        description="The indicator it is a figure about; that one's phrases are then explained by it.",
        examples=["homicide"],
    )
    usually: Id | None = Field(
        default=None,
        description="For a broad topic: the one narrower indicator that may answer for it; no other ever does.",
        examples=["violence-against-the-person"],
    )
    narrower: list[Id] = Field(
        default_factory=list,
        description="For a broad topic: what a question on it may mean.",
        examples=["[theft-from-person, vehicle-theft]"],
    )
    evidence_for: list[Id] = Field(
        default_factory=list,
        description="For a claim: the indicators whose headline figures stand beside it.",
        examples=["[homicide, knife-crime]"],
    )
    confusable_with: list[Id] = Field(
        default_factory=list, description="Indicators that people mix it up with.", examples=["[robbery]"]
    )
    phrases: list[str] = Field(
        min_length=1,
        description="Patterns of the words that name it: `[optional]`, `(one|another)`, `murder[s]`; small letters.",
        examples=['- "(homicide|murder|killing)[s]"'],
    )
    context: list[str] = Field(
        default_factory=list,
        description="Patterns of words that carry nothing more once it is asked about.",
        examples=['["victim[s]", "recorded"]'],
    )
    published_by: list[PublisherText] = Field(
        default_factory=list,
        description="Who publishes what is not held.",
        examples=["- {name: Metropolitan Police, title: MPS recorded crime dashboard}"],
    )
    example: Text = Field(
        default="",
        description="One question that can be answered. Needed where figures are held.",
        examples=["How many homicides were there in London in 2025?"],
        json_schema_extra={"needed": "where figures are held"},
    )


class ObservationRow(Shape):
    """`observations/<collection>/<indicator>.csv`: one published figure a row."""

    fact: Annotated[str, AfterValidator(cells.label_id)] = Field(
        default="", description="The row's name in the editors' own lists.", examples=["S001-05"]
    )
    place: Id = Field(description="The place or force the figure is for.", examples=["london"])
    compared_with: Id | None = Field(
        default=None, description="The place a comparison runs against.", examples=["paris"]
    )
    breakdown: Annotated[Breakdown, BeforeValidator(cells.breakdown)] = Field(
        default=(),
        description=f"The part that is counted, `dimension=value`, by `;`. Dimensions: {', '.join(cells.DIMENSIONS)}.",
        examples=["victim_age=under-25;weapon=knife"],
    )
    measure: Measure = Field(description="What kind of figure it is.", examples=["count"])
    of: Level | None = Field(
        default=None,
        description="The level that a change, ratio, share or record is about.",
        examples=["count"],
        json_schema_extra={"needed": "for changes, ratios and records"},
    )
    value: Number | None = Field(
        default=None,
        description="The number, plain and signed, money in pounds. Empty for a statement.",
        examples=["-11"],
        json_schema_extra={"needed": "unless a statement"},
    )
    display: str = Field(
        default="",
        description="The figure as published, without its qualifier. Empty: made from value and unit.",
        examples=["£15m"],
    )
    unit: str = Field(default="", description="Empty: the indicator's unit for the measure.", examples=["homicides"])
    qualifier: Qualifier = Field(
        default="exact", description="How exact the source is. Empty: exact.", examples=["nearly"]
    )
    statement: Text | None = Field(
        default=None,
        description="A short predicate of our own words. Needed where there is no value.",
        examples=["lowest annual total since 2014"],
        json_schema_extra={"needed": "without a value"},
    )
    period: When = Field(description="When: a period in its canonical form.", examples=["fy2025-26-q1"])
    reported_period: Reported | None = Field(
        default=None,
        description="The source's own words for the period where vague, at most eight.",
        examples=["first quarter of this year"],
    )
    baseline: When | None = Field(
        default=None,
        description="The period a change or record is measured from.",
        examples=["fy2024-25-q1"],
        json_schema_extra={"needed": "for changes, or an unknown_base caveat"},
    )
    reported_baseline: Reported | None = Field(
        default=None,
        description="The source's own words for the baseline, at most eight.",
        examples=["same period last year"],
    )
    definition: str = Field(
        default="",
        description="What exactly is counted, where it differs from the indicator's definition.",
        examples=["victims of homicide recorded by the Metropolitan Police"],
    )
    reported_as: Id | None = Field(
        default=None, description="The indicator that the article's words name, where another.", examples=["robbery"]
    )
    evidence: Evidence = Field(description="How the figure is known.", examples=["press_statement"])
    attributed_to: Id = Field(description="The speaker it is attributed to.", examples=["met-police"])
    quoted_by: Id | None = Field(default=None, description="The speaker who quotes it.", examples=["mark-rowley"])
    source: Id = Field(description="Who stands behind it: the citation.", examples=["met-homicide-2025-release"])
    reported_in: Id | None = Field(
        default=None, description="The article it was read in.", examples=["brit-brief-2026-01-12"]
    )
    locator: str = Field(
        default="",
        description="Where in the source.",
        examples=["paragraph 2 of the article"],
        json_schema_extra={"needed": "recommended"},
    )
    published: Published = Field(description="When the figure was published.", examples=["2026-01-12"])
    status: Status = Field(default="published", description="Empty: published.", examples=["provisional"])
    series: Id | None = Field(
        default=None,
        description="The release within which figures may be compared. Empty: the source's id.",
        examples=["met-homicide-2025-release"],
    )
    pinned: Text | None = Field(
        default=None, description="Why it leads over others, where it does.", examples=["the announced annual total"]
    )
    doubt: Text | None = Field(
        default=None,
        description="One sentence on what is wrong with it; it is then only given as reported.",
        examples=["City Hall said this only of the school holidays."],
    )
    caveats: Annotated[tuple[Caveat, ...], BeforeValidator(cells.caveats)] = Field(
        default=(),
        description=f"`kind: text`, by `|`. Kinds: {', '.join(cells.CAVEAT_KINDS)}.",
        examples=["provisional: Early figures."],
    )
    variant: Id | None = Field(
        default=None, description="A word to tell it from a row that else has the same id.", examples=["latest"]
    )


class SourceRow(Shape):
    """A row of `sources.csv`: what a figure is cited from."""

    id: Id = Field(description="Its id.", examples=["met-homicide-2025-release"])
    publisher: Text = Field(description="Who published it.", examples=["Metropolitan Police"])
    title: Text = Field(description="Its title, or what it is.", examples=["Homicides in London in 2025"])
    author: Text | None = Field(default=None, description="Its author, where named.", examples=["Sir Mark Rowley"])
    published: Annotated[str, AfterValidator(cells.published_source)] = Field(
        default="",
        description="When: a day, a month, a year, or nothing.",
        examples=["2026-01-12"],
        json_schema_extra={"needed": "recommended"},
    )
    url: Url | None = Field(
        default=None,
        description="Its address; empty where it was not found.",
        examples=["https://news.met.police.uk/"],
        json_schema_extra={"needed": "recommended"},
    )
    kind: Text = Field(description="What it is.", examples=["official release"])
    licence: Text = Field(description="On what terms.", examples=["Open Government Licence v3.0"])
    checked: Text = Field(description="How it was checked.", examples=["read"])


class SpeakerRow(Shape):
    """A row of `speakers.csv`: a person or body that figures are attributed to."""

    id: Id = Field(description="The speaker's id.", examples=["mark-rowley"])
    name: Text = Field(description="The name as shown.", examples=["Sir Mark Rowley"])
    body: Id | None = Field(default=None, description="The body a person speaks for.", examples=["met-police"])
    phrases: Patterns = Field(
        default=(), description="Patterns of the words for the speaker, by `;`.", examples=["[sir] mark rowley;rowley"]
    )


class PlaceRow(Shape):
    """A row of `places.csv`: a place that can be named, held or not."""

    id: Id = Field(description="Its id.", examples=["london"])
    label: Text = Field(description="Its name as shown.", examples=["London"])
    code: Text | None = Field(
        default=None,
        description="Its official code, where it has one.",
        examples=["E12000007"],
        json_schema_extra={"needed": "where there is one"},
    )
    kind: PlaceKind = Field(description="What kind of place.", examples=["region"])
    parent: Id | None = Field(default=None, description="The place it lies in.", examples=["england"])
    aliases: Patterns = Field(
        default=(),
        description="Patterns of the words for it, by `;`. Empty: its label.",
        examples=["[greater] london;ldn"],
    )


class BreakText(Shape):
    """`breaks/<id>.yaml`: a date across which a series is not comparable. The file's name is its id."""

    on: Day = Field(description="The first day of the new count.", examples=["2024-02-28"])
    places: list[Id] = Field(min_length=1, description="Where.", examples=["[london, met-police]"])
    indicators: Annotated[list[Id], BeforeValidator(_all_or_list)] = Field(
        min_length=1, description="For what: a list, or `all`.", examples=["all"]
    )
    warning: Text = Field(
        description="What a comparison across it must say.",
        examples=["The Met changed its crime recording system on 28 February 2024."],
    )
    source: Id = Field(description="The citation.", examples=["met-open-data-2026-04"])


class BreakdownText(Shape):
    """One value of `language/breakdowns.yaml` with a label of its own."""

    label: Text = Field(description="How a figure's breakdown is shown.", examples=["knife-enabled"])
    phrases: list[str] = Field(min_length=1, description="Patterns of the words for it.", examples=['["knife"]'])


class LanguageText(RootModel[dict[str, Annotated[list[str], Field(min_length=1)]]]):
    """`language/<slot>.yaml`: the values of a slot, each with the patterns of its words.

    In `breakdowns.yaml` a value is written `dimension=value`, and may have a `label` beside its `phrases`.
    """

    model_config = ConfigDict(strict=True, frozen=True)
