"""The forms in which reporters name time: a table of patterns (see `when.pattern`), each with what reads it.

The order decides only between readings of the very same words: the earlier row has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.when import counted, months, rolling, years
from bot.when.pattern import Said, Text, pattern
from bot.when.reading import Build, refused, says

FISCAL = "(financial|fiscal|tax) year"
A_FISCAL = f"<fy> [{FISCAL}]|(fy|{FISCAL}) [of] (<fy>|<fyear>)|<frel>"
A_YEAR = f"(<year>|<rel>|{A_FISCAL}|<basis> [year] <year>)"
OF = "[of|in|for] [the]"
QUARTER = "[<basis>] (<q>|quarter <number>|<ordinal> [<basis>] quarter)"
HALF = "(<h>|<ordinal> half)"
TO = "(to|until|till|through|up to)"
YEAR_OF_MONTH = f"[of|in] (<yy>|<rel>|{A_FISCAL})"
ENDING = "(to|ending|ended|end|until|up to|ending in|ended in)"
AN_END = f"[the] [end] [of] (<dmy>|<ymd>|<my>|[<day> [of]] <month> [[<day>] <year>|{YEAR_OF_MONTH}])"
AT = "[as at|as of|at]"
DURING = "[in|over|within|for|during|across]"
PAST = "(last|past|latest|most recent)"
RUNNING = "(this|the current)"
KHAN = "[mayor|mr] [sir] [sadiq] khan"
TOOK_OFFICE = (
    "(took (over|office|power|charge) [as mayor]|came (in|to power|to office|into power|into office)|became mayor"
    "|[was|got] [first] elected [as] [mayor]|was mayor|has been [the] mayor|has been in (power|office|charge))"
)
IN_OFFICE = "(mayor|in (power|office|charge))"
TENURE = "(mayoralty|tenure|leadership|time [in office|as mayor])"
RECORDS = "([the] [comparable] records|recording|[the] (series|time series|data))"
BROKE_OUT = "(began|started|hit|struck|broke out)"
PANDEMIC = "[the] [first] (pandemic|covid [19]|covid19|coronavirus|lockdown)"

OF_A_WEEK = "(ending|ended|commencing|beginning|starting|to|of)"
UNITS = "(year|years|month|months|quarter|week|weekend|decade)"
SAME = "[on|in|to|with] [the] (same|equivalent|corresponding|comparable) <span>"
BEFORE = "(before|earlier|previously|prior)"

Rows = tuple[tuple[str, Build], ...]

_YEARS: Rows = (
    ("<year>", years.bare_year),
    ("[the] [full|whole] [calendar] year <year>|calendar <year>|<year> (calendar|full) year", years.named_year),
    ("[[the] year] <fy>", years.bare_financial),
    (f"<fy> {FISCAL}|(fy|{FISCAL}) [of] (<fy>|<fyear>)|<fyear> {FISCAL}", years.financial),
    (
        f"(fye|(fy|{FISCAL}) (to|end|ending|ended)) [in] [[31|31st] [of] march|[5|5th] [of] april] <ending>",
        years.financial,
    ),
    (f"(fy|{FISCAL}) (starting|beginning) [in|on] [[1|1st|6|6th] [of] april] <starting>", years.financial),
    (f"(fye|(fy|{FISCAL}) (to|end|ending|ended)) [in] [[31|31st] [of]] march", years.financial_ending),
    ("[the] <frel>", years.relative_financial),
    ("last year", years.last_year),
    ("[the] (last|past) (calendar|(full|complete|whole) [calendar]) year", years.last_calendar_year),
    (f"{RUNNING} [calendar] year", years.this_year),
    ("[the] year before last", years.year_before_last),
    (f"so far [in] {RUNNING} year|{RUNNING} year (so far|to date)|[the] year (so far|to date)|ytd", years.so_far),
    ("so far in <year>|<year> (so far|ytd|year to date)|ytd <year>", years.so_far),
    ("<year> to date", years.to_date),
    (f"so far [in] {RUNNING} {FISCAL}|[{RUNNING}] {FISCAL} (so far|to date)", years.financial_so_far),
    (f"so far in [{FISCAL}] <fy>|[fy|{FISCAL}] <fy> (so far|to date)", years.financial_so_far),
    ("(a|<number>) <unit> ago", years.years_ago),
    ("[the] <decade>", years.decade),
    ("(mid [year]|midyear) <year>", years.middle),
)

_QUARTERS: Rows = (
    (f"[the] ({QUARTER}|<last> quarter) {OF} {A_YEAR}|{A_YEAR} [the] {QUARTER}", years.quarter),
    (f"[the] {QUARTER} [of the [<basis>] year]|[the] <last> quarter of the [<basis>] year", years.open_quarter),
    ("[the] <which> [calendar|financial|fiscal] quarter|[the] quarter before last", years.last_quarter),
    (f"[the] ({HALF}|<last> half) {OF} {A_YEAR}|{A_YEAR} [the] {HALF}", years.half),
    (f"[the] {HALF} [of the year]|[the] <last> half of the year", years.open_half),
    (f"[the] (<ordinal>|<last>) <number> months {OF} {A_YEAR}", years.first_months),
)

_MONTHS: Rows = (
    (f"[[the] month of] <month> {YEAR_OF_MONTH}", months.month),
    ("<year> <month>", months.year_month),
    ("<month>", months.bare_month),
    ("<which> <month>", months.last_such_month),
    ("<my>", months.numbered_month),
    ("[the] <which> month|[the] month before last", months.relative_month),
    (
        f"[[the] (<length>|months|period) [from|of]] <first_month> {TO} <month> [{YEAR_OF_MONTH}]",
        months.month_range("period"),
    ),
    (
        f"(from <first_month> {TO}|between <first_month> (and|to)) <month> [{YEAR_OF_MONTH}]",
        months.month_range("between"),
    ),
    (f"<months> [{YEAR_OF_MONTH}]", months.month_list),
    (f"[the] <season> {OF} (<year>|<rel>)", months.season),
    ("<which> <season>", months.season),
)

_DAYS: Rows = (
    (f"{AT} (<dmy>|<ymd>|[the] <day> [of] <month> <yy>|<month> [the] <day> <year>)", months.day),
    (f"{AT} [the] <day> [of] <month>", months.open_day),
    (f"(as at|as of|at|{AT} [the] end [of]) <month> {YEAR_OF_MONTH}|{AT} [the] end of <month>", months.month_point),
    (f"{AT} [the] end of [the] ({A_FISCAL}|[year] <year>|<rel>)", months.year_end),
    ("today|tonight|(this|last|past) hour|this (morning|afternoon|evening)|just now", rolling.days_ago(0)),
    ("yesterday|last (night|evening)", rolling.days_ago(1)),
    ("this week", rolling.week(0)),
    ("last week", rolling.week(1)),
    ("this weekend", rolling.week(0, first=5)),
    ("last weekend", rolling.week(1, first=5)),
    ("[the] past <days>|[the] (last|past) <number> <days>|last fortnight", rolling.last_days),
    ("so far this <days>|this <days> so far", rolling.running),
)

_STRETCHES: Rows = (
    (f"([the] <length> {ENDING}|ye [to|ending|ended]) {AN_END}", months.months_to),
    (f"[the] <length> {ENDING} [the] [end] [of] (<year>|[fy] <fy>)|ye (<year>|<fy>)", months.years_to),
    ("[the] <length> (from|starting|beginning) [in|on] [[the] start of] [<day> [of]] <month> <yy>", months.months_from),
    (f"{RUNNING} year {TO} <month>", months.year_up_to),
    (f"{DURING} [the] (past|rolling) year|{DURING} the last year", rolling.rolling_year),
    (f"{DURING} [the] (rolling|[rolling] {PAST}) (12|twelve) (month period|months)", rolling.rolling_year),
    (f"{DURING} [the] [{PAST}] <number> <unit>", rolling.duration),
    (f"{DURING} (a|one|[the] (last|past)) decade", rolling.a_decade),
)

_SINCE: Rows = (
    (f"under {KHAN} [mayor|mayoralty|tenure|leadership]", says("since", rolling.MAYOR_SINCE)),
    (f"since {KHAN}", rolling.since_the_mayor),
    (f"since ({KHAN}|(this|the [current|present]) mayor) {TOOK_OFFICE}", says("since", rolling.MAYOR_SINCE)),
    (f"while {KHAN} (is|was|has been) [the] {IN_OFFICE}", says("since", rolling.MAYOR_SINCE)),
    (f"(with {KHAN} (in charge|as mayor)|during {KHAN} {TENURE})", says("since", rolling.MAYOR_SINCE)),
    ("under (this|the (current|present)|our) mayor", says("since", rolling.MAYOR_SINCE)),
    (f"since {PANDEMIC} [{BROKE_OUT}]", rolling.since_the_pandemic),
    (f"[[the] year] before {PANDEMIC} [{BROKE_OUT}]", says("period", rolling.BEFORE_THE_PANDEMIC)),
    (f"(pre {PANDEMIC}|prepandemic|precovid) [level|levels|year]", says("period", rolling.BEFORE_THE_PANDEMIC)),
    (f"since {RECORDS} (began|begin|started|start)|of all time", says("since")),
    ("ever", rolling.ever),
    (f"when {RECORDS} (began|begin|started|start)", says("earliest")),
    ("[the] earliest", rolling.earliest),
)

_LATEST: Rows = (
    ("[the] (latest|newest|most recent|last available|most up to date) [available] [<newest>]", rolling.latest),
    (
        "current|currently|presently|nowadays|[right|until|up to] now|at the moment|at present|these days",
        rolling.latest,
    ),
    ("up to date|to date|so far|most recently", rolling.latest),
    (f"[the] next ({UNITS}|few years|few months|<month>|<season>|winter)|tomorrow", says("future")),
    (f"(by|in) the future|[the|this] (coming|upcoming) {UNITS}", says("future")),
    (f"{DURING} [the] next <number> (<unit>|<days>)|in (a|<number>) (<unit>|<days>) time", says("future")),
)

# What looks like a time, or holds one, and is not read.
_REFUSED: Rows = (
    ("week <number> [of|in] [<year>]|<no_quarter> [of|in] <year>", refused),
    (f"(week|weekend|fortnight) {OF_A_WEEK} [on] (<dmy>|<ymd>|[the] [<day> [of]] <month> [<yy>])", refused),
    (f"({SAME}|[at] this time) [of|in] [the|a] ((last|previous|preceding|prior) year|year ago)", refused),
    (f"(a|<number>) <days> ago|[the] <number> <unit> before {PANDEMIC}", refused),
)

_COUNTED: Rows = (
    ("[on|in] [the] (previous|preceding|prior|following|subsequent) year|[on] the next year", counted.years_on),
    (f"[on|in] [the] (previous|preceding|prior|following|subsequent) {FISCAL}", counted.financial_on),
    (f"[on] [the] year ({BEFORE}|previous|after|later) [that]", counted.years_on),
    (f"[on] [the] (a|<number>) <unit> ({BEFORE}|after|later|on|ago) [that]", counted.units_on),
    ("[on] [the] (previous|preceding|prior|following|subsequent) <unit>|[on] the next <unit>", counted.next_one),
    (f"[on] [the] <unit> ({BEFORE}|previous|after|later) [that]", counted.next_one),
    ("[on] [the] (previous|preceding|prior) <number> months", counted.previous_months),
    ("[on] [the] (previous|preceding|prior) period|[on] the period before", counted.previous),
    (
        f"{SAME} [of|in] [the|a] ((last|previous|preceding|prior) year|year (before|earlier|ago|prior))",
        counted.same_a_year_before,
    ),
    (f"{SAME} [of|in|for] [the] [year] (<year>|[fy] <fy>)", counted.same_of_year),
    ("[in|during|for|at] that <span>|[in|during|for|at] [the] same <span>|back then", counted.that("period")),
    ("since then|since that <span>|ever since", counted.that("since")),
    ("(by|until|up to) (then|that <span>)", counted.that("until")),
    ("then", counted.then),
)


class Forms:
    """A table of forms, found by the rarest of the words that each needs."""

    def __init__(self, *tables: Rows) -> None:
        self.rows = tuple((pattern(notation), build) for table in tables for notation, build in table)
        self._by_word: dict[str, list[int]] = {}
        for number, (row, _) in enumerate(self.rows):
            for word in row.needs[0]:
                self._by_word.setdefault(word, []).append(number)

    def said_in(self, text: Text) -> Iterator[tuple[Said, Build]]:
        """Every place where one of the forms is said, with what reads it, in the order of the table."""
        numbers = {number for word in text.features for number in self._by_word.get(word, ())}
        for number in sorted(numbers):
            row, build = self.rows[number]
            if not any(words.isdisjoint(text.features) for words in row.needs):
                for said in row.said_in(text):
                    yield said, build

    def compile(self) -> None:
        """Compile every pattern now rather than on first need."""
        for row, _ in self.rows:
            row.compile()


FORMS = Forms(_YEARS, _QUARTERS, _MONTHS, _DAYS, _STRETCHES, _SINCE, _LATEST, _REFUSED)
COUNTED_FROM_ANOTHER = Forms(_COUNTED)
