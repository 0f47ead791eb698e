"""What questions say of time: every phrasing with its readings, what must stay unread, and laws for any words."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.question import tokens
from bot.when.asked import AskedPeriod, read_periods
from bot.when.forms import COUNTED_FROM_ANOTHER, FORMS, Forms
from bot.when.pattern import Pattern, Text, pattern
from bot.when.reading import Build
from bot.when.words import SLOTS, VOCABULARY
from knowledge.period import Period, between, parse_period
from tests.knowledge.periods import periods

ASKED_ON = date(2026, 11, 22)
MOST_SHOWN = 4

# A phrasing and its reading: kind (with the months of a duration), ids of the readings, [the two ends].

YEARS = {
    "homicides in 2025": "period 2025",
    "2025 murder tally london": "period 2025",
    "during 2025": "period 2025",
    "calendar 2025": "period 2025",
    "in calendar year 2025": "period 2025",
    "the year 2025": "period 2025",
    "2025 calendar year": "period 2025",
    "for the full year 2025": "period 2025",
    "what about 2024?": "period 2024",
    "share of the 2022 homicides": "period 2022",
    "knife crime 2019": "period 2019",
    "burglary rate 2025 per 1,000 residents": "period 2025",
    "under 25s killed ldn '25": "period 2025",
    "homicides in '97": "period 1997",
    "in 2028": "period 2028",
    "in 1900": "period 1900",
    "in 2099": "period 2099",
}

FINANCIAL_YEARS = {
    "FY 2023/24": "period fy2023-24",
    "fy24": "period fy2024-25 fy2023-24",
    "FY24/25": "period fy2024-25",
    "FY24-25": "period fy2024-25",
    "FYE 2024": "period fy2023-24",
    "fye March 2024": "period fy2023-24",
    "2023/24": "period fy2023-24",
    "2023-24": "period fy2023-24",
    "2023/2024": "period fy2023-24",
    "1999/00": "period fy1999-00",
    "24/25": "period fy2024-25",
    "2011-12": "period fy2011-12 2011-12",
    "2012-13": "period fy2012-13",
    "year 2024/25": "period fy2024-25",
    "financial year 2023-24": "period fy2023-24",
    "financial year 2024": "period fy2024-25 fy2023-24",
    "financial year 24": "period fy2024-25 fy2023-24",
    "the 2024/25 financial year": "period fy2024-25",
    "2024 financial year": "period fy2024-25 fy2023-24",
    "fiscal year 2023/24": "period fy2023-24",
    "tax year 2023/24": "period fy2023-24",
    "financial year ending March 2024": "period fy2023-24",
    "financial year ending 31 March 2024": "period fy2023-24",
    "financial year to 5 April 2024": "period fy2023-24",
    "financial year ending 2024": "period fy2023-24",
    "financial year starting April 2024": "period fy2024-25",
    "financial year ending March": "period fy2025-26",
    "this financial year": "period fy2026-27 2026-04..2026-10 2026-04..2026-09 2026-04..2026-08 …",
    "the current financial year": "period fy2026-27 2026-04..2026-10 2026-04..2026-09 2026-04..2026-08 …",
    "last financial year": "period fy2025-26",
    "past financial year": "period fy2025-26",
    "latest financial year": "period fy2025-26 fy2024-25",
    "financial year before last": "period fy2024-25",
    "next financial year": "period fy2027-28",
    "so far this financial year": "period 2026-04..2026-10 2026-04..2026-09 2026-04..2026-08 2026-04..2026-07 …",
    "this financial year to date": "period 2026-04..2026-10 2026-04..2026-09 2026-04..2026-08 2026-04..2026-07 …",
    "2026/27 so far": "period 2026-04..2026-10 2026-04..2026-09 2026-04..2026-08 2026-04..2026-07 …",
}

QUARTERS = {
    "Q1 2025": "period 2025-q1 fy2025-26-q1",
    "2025 Q1": "period 2025-q1 fy2025-26-q1",
    "2025Q1": "period 2025-q1 fy2025-26-q1",
    "Q1 of 2026/27": "period fy2026-27-q1",
    "q1 2024/25": "period fy2024-25-q1",
    "q3 fy 24/25": "period fy2024-25-q3",
    "Q1 FY2025": "period fy2025-26-q1 fy2024-25-q1",
    "FY25 Q1": "period fy2025-26-q1 fy2024-25-q1",
    "quarter 1 2025": "period 2025-q1 fy2025-26-q1",
    "first quarter of 2025": "period 2025-q1 fy2025-26-q1",
    "the third quarter of 2025/26": "period fy2025-26-q3",
    "2nd quarter 2025": "period 2025-q2 fy2025-26-q2",
    "final quarter of 2025": "period 2025-q4 fy2025-26-q4",
    "last quarter of 2025": "period 2025-q4 fy2025-26-q4",
    "first quarter of the 2025/26 financial year": "period fy2025-26-q1",
    "calendar Q1 2025": "period 2025-q1",
    "first financial quarter of 2025": "period fy2025-26-q1",
    "Q1 of last financial year": "period fy2025-26-q1",
    "q1": "period fy2026-27-q1 2026-q1",
    "Q4": "period fy2025-26-q4 2025-q4",
    "the second quarter": "period fy2026-27-q2 2026-q2",
    "first quarter of the financial year": "period fy2026-27-q1",
    "first quarter of the year": "period fy2026-27-q1 2026-q1",
    "first quarter of this year": "period 2026-q1 fy2026-27-q1",
    "third quarter of last year": "period 2025-q3 fy2025-26-q3",
    "last quarter": "period 2026-q3",
    "this quarter": "period 2026-q4",
    "past quarter": "period 2026-q3",
    "the quarter before last": "period 2026-q2",
    "quarter to June 2025": "period 2025-04..2025-06",
    "quarter ending June 2025": "period 2025-04..2025-06",
}

HALVES = {
    "H1 2026": "period 2026-h1",
    "2026 H1": "period 2026-h1",
    "first half of 2026": "period 2026-h1",
    "second half of 2026": "period 2026-h2",
    "1st half 2025": "period 2025-h1",
    "last half of 2025": "period 2025-h2",
    "first half of last year": "period 2025-h1",
    "H2 last year": "period 2025-h2",
    "H1 2025/26": "period 2025-04..2025-09",
    "second half of the financial year 2024/25": "period 2024-10..2025-03",
    "the first half": "period 2026-h1 2025-h1",
    "h2": "period 2025-h2 2024-h2",
    "first half of the year": "period 2026-h1 2025-h1",
    "first six months of 2026": "period 2026-01..2026-06",
    "first 9 months of 2025/26": "period 2025-04..2025-12",
    "last three months of 2025": "period 2025-10..2025-12",
    "first three months of last year": "period 2025-01..2025-03",
}

MONTHS = {
    "homicides in london in may 2025": "period 2025-05",
    "June 2025": "period 2025-06",
    "jun 25": "period 2025-06",
    "Mar25": "period 2025-03",
    "sept 2025": "period 2025-09",
    "the month of June 2025": "period 2025-06",
    "June of last year": "period 2025-06",
    "06/2025": "period 2025-06",
    "6/2025": "period 2025-06",
    "2025-06": "period 2025-06",
    "2025 June": "period 2025-06",
    "in 2024, June 2025": "period 2024 + period 2025-06",
    "in June": "period 2026-06 2025-06",
    "stabbings in march": "period 2026-03 2025-03",
    "murders by May?": "until until-2026-05-31",
    "london murders may": "period 2026-05 2025-05",
    "June last year": "period 2025-06",
    "June this year": "period 2026-06",
    "June next year": "period 2027-06",
    "June the year before last": "period 2024-06",
    "June 2025/26": "period 2025-06",
    "last June": "period 2026-06",
    "this June": "period 2026-06",
    "last may": "period 2026-05",
    "last month": "period 2026-10",
    "this month": "period 2026-11",
    "past month": "period 2026-10",
    "the month before last": "period 2026-09",
}

MONTH_RANGES = {
    "jan to june 2026": "period 2026-01..2026-06",
    "Jan-Mar 2025": "period 2025-01..2025-03",
    "Jan – Mar 2025": "period 2025-01..2025-03",
    "April to June 2025": "period 2025-04..2025-06",
    "the quarter April to June 2025": "period 2025-04..2025-06",
    "three months from April to June 2025": "period 2025-04..2025-06",
    "in the months April to June 2025": "period 2025-04..2025-06",
    "April to June 2025/26": "period 2025-04..2025-06",
    "April until June last year": "period 2025-04..2025-06",
    "September to March 2025": "period 2024-09..2025-03",
    "from April to June 2025": "between 2025-04..2025-06 [2025-04, 2025-06]",
    "between March and May 2024": "between 2024-03..2024-05 [2024-03, 2024-05]",
    "between November and January": "between 2025-11..2026-01 2024-11..2025-01 [2025-11, 2026-01]",
    "April to June": "period 2026-04..2026-06 2025-04..2025-06",
    "November to January": "period 2025-11..2026-01 2024-11..2025-01",
    "June, July and August 2025": "period 2025-06..2025-08",
    "June July August 2025": "period 2025-06..2025-08",
    "June, July and August": "period 2026-06..2026-08 2025-06..2025-08",
    "November, December and January 2025": "period 2024-11..2025-01",
}

STRETCHES = {
    "changed since 2019, up to 2025": "between 2019-01..2025-12 [2019, 2025]",
    "from 2012 to 2016": "between 2012-01..2016-12 [2012, 2016]",
    "between 2018 and 2022": "between 2018-01..2022-12 [2018, 2022]",
    "between the years 2018 and 2022": "between 2018-01..2022-12 [2018, 2022]",
    "2018-2022": "between 2018-01..2022-12 [2018, 2022]",
    "2018 to 2022": "between 2018-01..2022-12 [2018, 2022]",
    "2019/20 to 2023/24": "between 2019-04..2024-03 [fy2019-20, fy2023-24]",
    "FY22/23 to FY25/26": "between 2022-04..2026-03 [fy2022-23, fy2025-26]",
    "apr 2024 to mar 2025": "between 2024-04..2025-03 [2024-04, 2025-03]",
    "Jan 2024 – Mar 2025": "between 2024-01..2025-03 [2024-01, 2025-03]",
    "between March 2023 and May 2024": "between 2023-03..2024-05 [2023-03, 2024-05]",
    "from Q1 2024 to Q1 2025": "between 2024-01..2025-03 2024-04..2025-06 [2024-q1, 2025-q1]",
    "Q1 to Q3 2025": "between 2025-01..2025-09 2025-04..2025-12 [2025-q1, 2025-q3]",
    "Q1-Q2 2025": "between 2025-01..2025-06 2025-04..2025-09 [2025-q1, 2025-q2]",
    "from H1 2024 to H1 2025": "between 2024-01..2025-06 [2024-h1, 2025-h1]",
    "from June 2024 to August": "between 2024-06..2024-08 [2024-06, 2024-08]",
    "from November 2024 to January": "between 2024-11..2025-01 [2024-11, 2025-01]",
    "December 2024 to February 2025": "between 2024-12..2025-02 [2024-12, 2025-02]",
    "from last year to this year": "between 2025-01..2026-12 [2025, 2026]",
    "1 January 2024 to 12 January 2026": "between 2024-01-01..2026-01-12 [2024-01-01, 2026-01-12]",
    "1 January to 31 March 2025": "between 2025-01..2025-03 [2025-01-01, 2025-03-31]",
    "between 31/03/2020 and 31/03/2025": "between 2020-03-31..2025-03-31 [2020-03-31, 2025-03-31]",
    "year ending March 2020 to year ending March 2025": "between 2019-04..2025-03 [ye-2020-03, ye-2025-03]",
    "2024 to June 2025": "period 2024-01..2025-06",
    "2026 to June": "period 2026-01..2026-06",
}

ENDING = {
    "year ending March 2025": "period ye-2025-03",
    "year ended March 2025": "period ye-2025-03",
    "ye mar 2025": "period ye-2025-03",
    "y/e Sep 24": "period ye-2024-09",
    "YE Jun 26": "period ye-2026-06",
    "YE Mar25": "period ye-2025-03",
    "year end March 2025": "period ye-2025-03",
    "year to March 2025": "period ye-2025-03",
    "12 months to June 2025": "period ye-2025-06",
    "12 months to end June 2025": "period ye-2025-06",
    "12 months to the end of June 2025": "period ye-2025-06",
    "12 months up to June 2025": "period ye-2025-06",
    "12-month period to June this year": "period ye-2026-06",
    "twelve months ending June 2025": "period ye-2025-06",
    "twelve month period ending in June 2025": "period ye-2025-06",
    "rolling year to May 2026": "period ye-2026-05",
    "rolling 12 months to May 2026": "period ye-2026-05",
    "the last 12 months to May 2026": "period ye-2026-05",
    "year to 31 March 2025": "period ye-2025-03",
    "year to March 31 2025": "period ye-2025-03",
    "year to 31/03/2025": "period ye-2025-03",
    "12 months to 06/2025": "period ye-2025-06",
    "year to 28 February 2025": "period ye-2025-02",
    "year to 29 February 2024": "period ye-2024-02",
    "year to 15 March 2025": "period 2024-03-16..2025-03-15",
    "in the year to March": "period ye-2026-03",
    "12 months ending in June": "period ye-2026-06",
    "year to August last year": "period ye-2025-08",
    "the three months to June 2025": "period 2025-04..2025-06",
    "6 months to June 2025": "period 2025-01..2025-06",
    "half year to June 2025": "period 2025-01..2025-06",
    "18 months to June 2025": "period 2024-01..2025-06",
    "month to June 2025": "period 2025-06",
    "five years to March 2025": "period 2020-04..2025-03",
    "in the last five years to March 2025": "period 2020-04..2025-03",
    "decade to March 2025": "period 2015-04..2025-03",
    "ten years to 2025": "period 2016-01..2025-12",
    "five years to 2024/25": "period 2020-04..2025-03",
    "12 months from April 2024": "period ye-2025-03",
    "year starting April 2024": "period ye-2025-03",
    "this year to June": "period 2026-01..2026-06",
    "last year to June 2025": "period ye-2025-06",
}

ROLLING = {
    "past year": "period ye-2026-10 ye-2026-09",
    "over the past year": "period ye-2026-10 ye-2026-09",
    "the last year": "period ye-2026-10 ye-2026-09",
    "in the last year": "period ye-2026-10 ye-2026-09",
    "last 12 months": "period ye-2026-10 ye-2026-09",
    "over the last twelve months": "period ye-2026-10 ye-2026-09",
    "the past 12 months": "period ye-2026-10 ye-2026-09",
    "latest 12 months": "period ye-2026-10 ye-2026-09",
    "rolling 12 months": "period ye-2026-10 ye-2026-09",
    "past 12-month period": "period ye-2026-10 ye-2026-09",
}

THIS_AND_LAST = {
    "last year": "period 2025 fy2025-26",
    "this year": "period 2026 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 …",
    "the current year": "period 2026 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 …",
    "this calendar year": "period 2026 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 …",
    "last calendar year": "period 2025",
    "the last full year": "period 2025",
    "last complete calendar year": "period 2025",
    "the year before last": "period 2024 fy2024-25",
    "two years ago": "period 2024",
    "a year ago": "period 2025",
    "twenty five years ago": "period 2001",
    "a decade ago": "period 2016",
    "two decades ago": "period 2006",
    "so far this year": "period 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 2026-01..2026-07 …",
    "this year so far": "period 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 2026-01..2026-07 …",
    "so far in this year": "period 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 2026-01..2026-07 …",
    "year to date": "period 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 2026-01..2026-07 …",
    "the year so far": "period 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 2026-01..2026-07 …",
    "2026 so far": "period 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 2026-01..2026-07 …",
    "2026 to date": "period 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 2026-01..2026-07 …",
    "so far in 2026": "period 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 2026-01..2026-07 …",
    "ytd": "period 2026-01..2026-10 2026-01..2026-09 2026-01..2026-08 2026-01..2026-07 …",
}

DURATIONS = {
    "five years": "duration:60",
    "five year fall": "duration:60",
    "10-year low": "duration:120",
    "20 years": "duration:240",
    "twenty-five years": "duration:300",
    "18 months": "duration:18",
    "in five years": "duration:60",
    "in a decade": "duration:120",
    "over a decade": "duration:120",
    "a decade": "duration:120",
    "over the last decade": "duration:120 2016-11..2026-10",
    "past decade": "duration:120 2016-11..2026-10",
    "last five years": "duration:60 2021-11..2026-10",
    "past five years": "duration:60 2021-11..2026-10",
    "in the past 18 months": "duration:18 2025-05..2026-10",
    "over the last two decades": "duration:240 2006-11..2026-10",
    "last 6 months": "duration:6 2026-05..2026-10",
    "the most recent three months": "duration:3 2026-08..2026-10",
    "lowest in 10 years": "duration:120",
}

SINCE = {
    "since 2016": "since 2016",
    "since 2016/17": "since fy2016-17",
    "since the financial year 2016/17": "since fy2016-17",
    "since the year 2000": "since 2000",
    "since March 2020": "since 2020-03",
    "since November": "since 2025-11",
    "since last June": "since 2026-06",
    "since last year": "since 2025 fy2025-26",
    "since Q1 2025": "since 2025-q1 fy2025-26-q1",
    "since 1 April 2024": "since 2024-04-01 at-2024-04-01",
    "since the start of 2020": "since 2020",
    "ever since 2016": "since 2016",
    "since summer 2024": "since 2024-06..2024-08",
    "2016 onwards": "since 2016",
    "from 2019 onwards": "since 2019",
    "from 2016 to date": "since 2016",
    "2016 to now": "since 2016",
    "2016 to date": "since 2016",
    "between 2016 and now": "since 2016",
    "since 2016 to date": "since 2016",
    "since the pandemic": "since 2020-03",
    "since the pandemic began": "since 2020-03",
    "since covid-19": "since 2020-03",
    "since lockdown": "since 2020-03",
    "under Khan": "since 2016-05",
    "under Sadiq Khan": "since 2016-05",
    "under Mayor Sadiq Khan": "since 2016-05",
    "since Khan": "since 2016-05",
    "since khan took office": "since 2016-05",
    "since Khan became mayor": "since 2016-05",
    "since sadiq khan was elected": "since 2016-05",
    "while Khan has been mayor": "since 2016-05",
    "during Khan's mayoralty": "since 2016-05",
    "under this mayor": "since 2016-05",
    "since the mayor took office": "since 2016-05",
    "since records began": "since",
    "since comparable records began": "since",
    "highest ever": "since",
    "of all time": "since",
}

UNTIL = {
    "until 2018": "until until-2018-12-31",
    "till May 2018": "until until-2018-05-31",
    "until May 2018": "until until-2018-05-31",
    "up to May 2018": "until until-2018-05-31",
    "up to May this year": "until until-2026-05-31",
    "up to and including March 2025": "until until-2025-03-31",
    "by May 2018": "until until-2018-05-31",
    "by the end of 2025": "until until-2025-12-31",
    "by the end of March 2025": "until until-2025-03-31",
    "until the end of June 2025": "until until-2025-06-30",
    "up to 31 May 2018": "until until-2018-05-31",
    "until 31 March": "until until-2026-03-31",
    "by May": "until until-2026-05-31",
    "phones stolen to May 2018": "until until-2018-05-31",
    "knife crime to March 2025": "until until-2025-03-31",
}

LATEST = {
    "latest": "latest",
    "the latest figures": "latest",
    "newest": "latest",
    "most recent": "latest",
    "the latest year": "latest:12",
    "latest quarter": "latest:3",
    "the most recent month": "latest:1",
    "latest available": "latest",
    "currently": "latest",
    "current rate": "latest",
    "right now": "latest",
    "now": "latest",
    "at the moment": "latest",
    "so far": "latest",
    "to date": "latest",
    "when records began": "earliest",
    "when comparable records began": "earliest",
    "the earliest figure": "earliest",
}

DAYS = {
    "31 March 2025": "period 2025-03-31 at-2025-03-31",
    "31st of March 2025": "period 2025-03-31 at-2025-03-31",
    "March 31 2025": "period 2025-03-31 at-2025-03-31",
    "March 31st 2025": "period 2025-03-31 at-2025-03-31",
    "31 Mar 25": "period 2025-03-31 at-2025-03-31",
    "31/03/2025": "period 2025-03-31 at-2025-03-31",
    "1/3/2025": "period 2025-03-01 at-2025-03-01",
    "31-03-2025": "period 2025-03-31 at-2025-03-31",
    "2025-03-31": "period 2025-03-31 at-2025-03-31",
    "29 February 2024": "period 2024-02-29 at-2024-02-29",
    "31 March": "period 2026-03-31 at-2026-03-31",
    "29 February": "period 2024-02-29 at-2024-02-29",
    "as at 31 March 2025": "period at-2025-03-31 2025-03-31",
    "as of 31/03/2025": "period at-2025-03-31 2025-03-31",
    "at 31 March": "period at-2026-03-31 2026-03-31",
    "at the end of March 2025": "period at-2025-03-31 2025-03",
    "end of March 2025": "period at-2025-03-31 2025-03",
    "end March 2025": "period at-2025-03-31 2025-03",
    "as at the end of June": "period at-2026-06-30 2026-06 at-2025-06-30 2025-06",
    "as at March 2025": "period at-2025-03-31 2025-03",
    "end of 2024": "period at-2024-12-31 2024-12",
    "end of last year": "period at-2025-12-31 2025-12",
    "end of 2024/25": "period at-2025-03-31 2025-03",
    "mid-2024": "period at-2024-06-30 ye-2024-06",
    "mid-year 2024": "period at-2024-06-30 ye-2024-06",
}

SEASONS_AND_DECADES = {
    "summer 2024": "period 2024-06..2024-08",
    "the summer of 2024": "period 2024-06..2024-08",
    "spring 2025": "period 2025-03..2025-05",
    "autumn last year": "period 2025-09..2025-11",
    "last summer": "period 2026-06..2026-08",
    "this autumn": "period 2026-09..2026-11",
    "the nineties": "period 1990-01..1999-12",
    "1990s": "period 1990-01..1999-12",
    "in the 90s": "period 1990-01..1999-12",
    "2000s": "period 2000-01..2009-12",
    "2010s": "period 2010-01..2019-12",
    "the noughties": "period 2000-01..2009-12",
    "before the pandemic": "period 2019",
    "the year before the pandemic": "period 2019",
    "pre-pandemic": "period 2019",
    "pre-covid levels": "period 2019",
    "prepandemic": "period 2019",
}

FRESH = {
    "today": "today 2026-11-22",
    "yesterday": "today 2026-11-21",
    "tonight": "today 2026-11-22",
    "last night": "today 2026-11-21",
    "this week": "today 2026-11-16..2026-11-22",
    "last week": "today 2026-11-09..2026-11-15",
    "this weekend": "today 2026-11-21..2026-11-22",
    "last weekend": "today 2026-11-14..2026-11-15",
    "past week": "today 2026-11-15..2026-11-21",
    "last 30 days": "today 2026-10-23..2026-11-21",
    "past 24 hours": "today 2026-11-21..2026-11-21",
    "over the last two weeks": "today 2026-11-08..2026-11-21",
    "so far this month": "today 2026-11-01..2026-11-22",
}

FUTURE = {
    "tomorrow": "future",
    "next year": "future",
    "next month": "future",
    "next June": "future",
    "in the next five years": "future",
    "in five years' time": "future",
    "in the future": "future",
    "the coming year": "future",
}

SAID_TWICE = {
    "Q1 of 2026/27, so Apr-Jun 2026": "period fy2026-27-q1",
    "Q4 2025 (October to December)": "period 2025-q4",
    "Q1 2025 (April to June)": "period fy2025-26-q1",
    "Apr-Jun 2025 (Q1)": "period 2025-04..2025-06",
    "last year (2025)": "period 2025",
    "financial year 2024/25 (April 2024 to March 2025)": "period fy2024-25",
    "2024/25, that is the year ending March 2025": "period fy2024-25",
    "year to December 2024, i.e. 2024": "period ye-2024-12",
    "since Q1 2020 (January to March)": "since 2020-q1",
    "Q1 2024 (Jan-Mar) vs Q1 2025 (Jan-Mar)": "period 2024-q1 + period 2025-q1",
}

TWO_PERIODS = {
    "2024 vs 2025": "period 2024 + period 2025",
    "2024 and 2025": "period 2024 + period 2025",
    "2024 or 2025": "period 2024 + period 2025",
    "2025 on 2024": "period 2025 + period 2024",
    "2024 minus 2025": "period 2024 + period 2025",
    "2025 compared with 2024": "period 2025 + period 2024",
    "2025 compared to 2019": "period 2025 + period 2019",
    "how does 2025 compare to 2019": "period 2025 + period 2019",
    "fell to 2019 levels in 2025": "period 2019 + period 2025",
    "compare 2022 to 2018": "period 2022 + period 2018",
    "from 95 homicides in 2014 to 97 in 2025": "period 2014 + period 2025",
    "FY25/26 against FY24/25": "period fy2025-26 + period fy2024-25",
    "12 months to June 2025 compared with 12 months to May 2016": "period ye-2025-06 + period ye-2016-05",
    "January 2024 against January 2026": "period 2024-01 + period 2026-01",
    "Q3 2025 vs Q1 2025": "period 2025-q3 fy2025-26-q3 + period 2025-q1 fy2025-26-q1",
    "Q1 and Q2 2025": "period 2025-q1 fy2025-26-q1 + period 2025-q2 fy2025-26-q2",
    "H1 v H2 2025": "period 2025-h1 + period 2025-h2",
    "June and July 2025": "period 2025-06 + period 2025-07",
    "March and May 2024": "period 2024-03 + period 2024-05",
    "January and December 2024": "period 2024-01 + period 2024-12",
    "may and june 2025": "period 2025-05 + period 2025-06",
    "June 2024 vs July": "period 2024-06 + period 2024-07",
    "June 2025 compared with May": "period 2025-06 + period 2025-05",
    "change in Q1 2025 on a year before": "period 2025-q1 fy2025-26-q1 + period 2024-q1 fy2024-25-q1",
    "Jan-June 2026 on a year earlier": "period 2026-01..2026-06 + period 2025-01..2025-06",
    "12 months to june 2026 vs previous 12 months": "period ye-2026-06 + period ye-2025-06",
    "2025 and the year before": "period 2025 + period 2024",
    "Q2 2025 and the previous quarter": "period 2025-q2 fy2025-26-q2 + period 2025-q1 fy2025-26-q1",
    "June 2026 and the month before": "period 2026-06 + period 2026-05",
    "Q1 2025 compared with the same period last year": "period 2025-q1 fy2025-26-q1 + period 2024-q1 fy2024-25-q1",
    "Q1 2025 compared with the same period in 2024": "period 2025-q1 fy2025-26-q1 + period 2024-q1 fy2024-25-q1",
    "Q1 2025/26 vs the same quarter of 2024/25": "period fy2025-26-q1 + period fy2024-25-q1",
    "2024 compared with five years earlier": "period 2024 + period 2019",
    "2014 and a decade later": "period 2014 + period 2024",
    "31 March 2025 against a year ago": "period 2025-03-31 at-2025-03-31 + period 2024-03-31 at-2024-03-31",
}

ON_OTHER_DAYS: tuple[tuple[str, str, str], ...] = (
    ('2026-01-01', 'last year', 'period 2025 fy2024-25'),
    ('2026-01-01', 'this year', 'period 2026'),
    ('2026-01-01', 'so far this year', 'today 2026-01-01..2026-01-01'),
    ('2026-01-01', 'last month', 'period 2025-12'),
    ('2026-01-01', 'last 12 months', 'period ye-2025-12 ye-2025-11'),
    ('2026-01-01', 'in December', 'period 2025-12 2024-12'),
    ('2026-01-01', 'last quarter', 'period 2025-q4'),
    ('2026-01-01', 'q4', 'period 2025-q4 fy2024-25-q4'),
    ('2026-01-01', 'past five years', 'duration:60 2021-01..2025-12'),
    ('2026-01-15', 'so far this year', 'today 2026-01-01..2026-01-15'),
    ('2026-02-01', 'so far this year', 'period 2026-01..2026-01'),
    ('2026-02-10', 'third quarter of last year', 'period 2025-q3 fy2024-25-q3 fy2025-26-q3'),
    ('2026-02-10', 'q4', 'period 2025-q4 fy2024-25-q4'),
    ('2026-02-10', 'this financial year', 'period fy2025-26 2025-04..2026-01 2025-04..2025-12 2025-04..2025-11 …'),
    ('2025-12-31', 'last year', 'period 2024 fy2024-25'),
    ('2025-12-31', 'this year', 'period 2025 2025-01..2025-11 2025-01..2025-10 2025-01..2025-09 …'),
    ('2025-12-31', 'in December', 'period 2024-12 2023-12'),
    ('2025-12-31', 'q4', 'period fy2024-25-q4 2024-q4'),
    ('2025-12-31', 'last 12 months', 'period ye-2025-11 ye-2025-10'),
    ('2025-12-31', '31 December', 'period 2025-12-31 at-2025-12-31'),
    ('2026-03-31', 'last financial year', 'period fy2024-25'),
    ('2026-03-31', 'q4', 'period 2025-q4 fy2024-25-q4'),
    ('2026-03-31', 'in March', 'period 2025-03 2024-03'),
    ('2026-03-31', 'year to March', 'period ye-2025-03'),
    ('2026-04-01', 'last financial year', 'period fy2025-26'),
    ('2026-04-01', 'this financial year', 'period fy2026-27'),
    ('2026-04-01', 'so far this financial year', 'today 2026-04-01..2026-04-01'),
    ('2026-04-01', 'q4', 'period fy2025-26-q4 2025-q4'),
    ('2026-04-01', 'in March', 'period 2026-03 2025-03'),
    ('2026-04-01', 'year to March', 'period ye-2026-03'),
    ('2026-04-01', 'financial year ending March', 'period fy2025-26'),
    ('2024-02-29', 'a year ago', 'period 2023'),
    ('2024-02-29', 'last month', 'period 2024-01'),
    ('2024-02-29', '29 February', 'period 2024-02-29 at-2024-02-29'),
    ('2024-02-29', 'yesterday', 'today 2024-02-28'),
    ('2024-03-01', 'last month', 'period 2024-02'),
    ('2024-03-01', 'year to 29 February', 'period ye-2024-02'),
    ('2026-06-10', 'last summer', 'period 2025-06..2025-08'),
    ('2026-08-15', 'so far this year', 'period 2026-01..2026-07 2026-01..2026-06 2026-01..2026-05 2026-01..2026-04 …'),
    ('2025-10-01', 'first quarter of this year', 'period 2025-q1 fy2025-26-q1'),
    ('2025-09-29', '12 months to March this year', 'period ye-2025-03'),
    ('2025-09-29', 'year to August last year', 'period ye-2024-08'),
    ('2018-06-26', 'so far this year', 'period 2018-01..2018-05 2018-01..2018-04 2018-01..2018-03 2018-01..2018-02 …'),
    ('2018-06-26', 'last 20 years', 'duration:240 1998-06..2018-05'),
    ('2023-01-06', 'since November', 'since 2022-11'),
    ('2026-01-12', 'last week', 'today 2026-01-05..2026-01-11'),
    ('2026-01-12', 'the past year', 'period ye-2025-12 ye-2025-11'),
    ('2026-12-01', 'Jan 27', 'period 2026-01 2025-01'),
    ('2026-12-01', 'Jan 26', 'period 2026-01'),
)  # fmt: skip

IN_A_TALK: tuple[tuple[str, str, str], ...] = (
    ('2024', 'and the year after?', 'period 2025'),
    ('2024', 'the following year', 'period 2025'),
    ('2024', 'the next year', 'period 2025'),
    ('2024', 'the year before', 'period 2023'),
    ('2024', 'the previous year', 'period 2023'),
    ('2024', 'a year earlier', 'period 2023'),
    ('2024', 'a year on', 'period 2025'),
    ('2024', 'the year before that', 'period 2023'),
    ('2024', 'five years earlier', 'period 2019'),
    ('2024', 'a decade earlier', 'period 2014'),
    ('2024', 'in that year', 'period 2024'),
    ('2024', 'what was it then', 'period 2024'),
    ('2016', 'since then', 'since 2016'),
    ('2016', 'by then', 'until until-2016-12-31'),
    ('2026-06', 'the month before', 'period 2026-05'),
    ('2026-06', 'the following month', 'period 2026-07'),
    ('2026-06', 'previous month', 'period 2026-05'),
    ('2026-06', 'a year earlier', 'period 2025-06'),
    ('2026-06', 'six months earlier', 'period 2025-12'),
    ('2026-06', 'the same month last year', 'period 2025-06'),
    ('2025-q2', 'previous quarter', 'period 2025-q1'),
    ('2025-q2', 'the quarter after', 'period 2025-q3'),
    ('2025-q2', 'same period last year', 'period 2024-q2'),
    ('2025-q2', 'the previous period', 'period 2025-q1'),
    ('fy2025-26-q1', 'the next quarter', 'period fy2025-26-q2'),
    ('fy2024-25', 'the year before', 'period fy2023-24'),
    ('fy2024-25', 'the previous financial year', 'period fy2023-24'),
    ('ye-2025-03', 'previous 12 months', 'period ye-2024-03'),
    ('ye-2025-03', '12 months earlier', 'period ye-2024-03'),
    ('2026-01..2026-06', 'same period a year before', 'period 2025-01..2025-06'),
    ('2026-01..2026-06', 'the preceding six months', 'period 2025-07..2025-12'),
    ('at-2025-03-31', 'a year earlier', 'period at-2024-03-31'),
    ('at-2024-02-29', 'a year later', 'period at-2025-02-28'),
    ('2024-02-29', 'a year later', 'period 2025-02-28'),
    ('2024', 'last year', 'period 2025 fy2025-26'),
    ('2024', 'next year', 'future'),
    ('2024', 'in 2022', 'period 2022'),
    ('2025', '2022 and the year before', 'period 2022 + period 2021'),
    ('2025', 'and in June?', 'period 2025-06'),
    ('fy2025-26', 'and Q1?', 'period fy2025-26-q1 2026-q1'),
    ('2026-05', 'and in June?', 'period 2026-06 2025-06'),
    ('ye-2026-06', 'and in March?', 'period 2026-03'),
    ('', 'the year after', ''),
    ('', 'the month before', ''),
    ('', 'previous quarter', ''),
    ('', 'same period last year', ''),
    ('', 'that year', ''),
    ('', 'since then', ''),
    ('', 'a year earlier', ''),
    ('2024', 'the month before', ''),
    ('2024', 'that quarter', ''),
    ('2024', 'same month last year', ''),
    ('2024', 'previous 12 weeks', ''),
    ('2010-01..2018-12', 'the year before', ''),
    ('2026-06', 'and for August?', 'period 2026-08 2025-08'),
    ('until-2018-05-31', 'the year before', ''),
    ('2025', 'the previous financial year', ''),
    ('2025-q2', 'and the year after that', 'period 2026-q2'),
    ('undated', 'the year before', ''),
    ('2999', 'the year after', ''),
    ('1000', 'the year before', ''),
)  # fmt: skip

UNREAD = (
    "the six months April to June 2025",
    "march in brackets",
    "around 2019",
    "may I ask",
    "it may be",
    "this may be wrong",
    "the end may be near",
    "the march in London",
    "a protest march",
    "police march on",
    "99 officers",
    "20",
    "97",
    "the Met had 2025 officers",
    "2000 officers",
    "2,019 burglaries",
    "2000 more officers",
    "nearly 2000",
    "rose to 2019",
    "£2025",
    "100000",
    "99999999",
    "3000",
    "1899",
    "٢٠٢٥",
    "0/0",
    "00/2025",
    "13/2025",
    "13/13/2025",
    "03/31/2025",
    "31/03/25",
    "29 February 2025",
    "31 June 2025",
    "30/02/2024",
    "2025/27",
    "2025-13",
    "2025-00",
    "2024/1925",
    "11/12",
    "24-25",
    "9/11",
    "24/7",
    "Q5 2025",
    "Q0",
    "H3 2025",
    "week 3 of 2025",
    "week ending 5 January 2025",
    "two weeks ago",
    "six months ago",
    "year ending 2025",
    "year to 2025",
    "12 months to 2025",
    "YE 25",
    "last year to June",
    "2025 so far",
    "so far in 2025",
    "at the weekend before",
    "the first homicide",
    "the earliest homicide",
    "first recorded",
    "the past",
    "in the past",
    "past the post",
    "recent figures",
    "in recent years",
    "now that crime is down",
    "when it began",
    "18 year old victims",
    "18 year olds",
    "five year sentence",
    "10 years in prison",
    "more than five years",
    "in over a decade",
    "nearly five years",
    "half a decade",
    "decade low",
    "0 years",
    "a year",
    "per year",
    "each month",
    "year on year",
    "the year before 2018",
    "the year after 2016",
    "the last year with fewer homicides",
    "what was the last year homicides rose",
    "since Khan said so",
    "before Khan",
    "since the pandemic was over",
    "during the pandemic",
    "same period last year",
    "previous 12 days",
    "from January",
    "the 12 months before the pandemic",
    "last 900 days",
)

LEFT_UNREAD = {
    "2014 and that year": "and that year",
    "2025 by clowns last year": "by clowns",
    "early August": "early",
    "mid-June 2025": "mid",
    "late 2024": "late",
    "winter 2024/25": "winter",
    "before 2018": "before",
    "last two weeks of June 2025": "last two weeks of",
    "first day of 2025": "first day of",
    "homicides in the second half of the decade": "homicides in of the decade",
    "after 2016": "after",
    "since before 2014": "since before",
    "how many in the year before 2018": "how many in the year before 2018",
    "in may 25 people were killed": "in 25 people were killed",
    "June 31": "31",
    "jun 31": "31",
    "December and January 2025": "december and",
    "June 2025 vs March": "vs march",
    "January 2025 vs December": "vs december",
    "Q3 vs Q1 2025": "q3 vs",
    "first two weeks of June 2025": "first two weeks of",
    "second world war 1945": "second world war",
    "at the march in June 2025": "at the march in",
    "police may have in 2025": "police may have in",
    "just under ten years ago": "just under",
    "five years earlier": "earlier",
    "since the pandemic ended": "since the pandemic ended",
    "the 2022 homicides": "the homicides",
    "last quarter of an hour": "of an hour",
    "2025-6": "6",
}

ALL_TABLES = (
    YEARS, FINANCIAL_YEARS, QUARTERS, HALVES, MONTHS, MONTH_RANGES, STRETCHES, ENDING, ROLLING, THIS_AND_LAST,
    DURATIONS, SINCE, UNTIL, LATEST, DAYS, SEASONS_AND_DECADES, FRESH, FUTURE, SAID_TWICE, TWO_PERIODS,
)  # fmt: skip

# Words for every slot of the patterns.
SPOKEN = {
    "year": ["2025", "1999", "2019"],
    "yy": ["2025", "24", "99"],
    "fyear": ["2024", "25"],
    "ending": ["2024", "25"],
    "starting": ["2024", "25"],
    "fy": ["2024/25", "2023-24", "24/25", "2025/27", "1999/00"],
    "rel": ["this year", "last year", "next calendar year", "year before last", "the year before last"],
    "frel": ["this financial year", "last tax year", "latest fiscal year", "financial year before last"],
    "basis": ["calendar", "financial"],
    "q": ["q1", "q4"],
    "h": ["h1", "h2"],
    "ordinal": ["first", "4th", "final", "latter"],
    "last": ["last"],
    "month": ["january", "june", "may", "dec", "february", "march"],
    "first_month": ["april", "may", "november"],
    "months": ["june july and august", "march june september", "november december january"],
    "day": ["1", "31", "29", "5th", "30", "99"],
    "dmy": ["31/03/2025", "29/02/2025"],
    "ymd": ["2025-03-31", "2025-13-01"],
    "my": ["06/2025", "13/2025"],
    "season": ["spring", "summer"],
    "decade": ["nineties", "1990s", "90s"],
    "number": ["1", "3", "12", "five", "twenty five", "0", "999"],
    "length": ["year", "12 months", "last year", "half year", "decade", "rolling 12 month period", "five years"],
    "which": ["this", "last", "past", "current"],
    "unit": ["year", "years", "month", "decade", "quarters"],
    "days": ["days", "week", "hours", "month"],
    "newest": ["year", "quarter"],
    "no_quarter": ["q5", "h3", "q12"],
    "span": ["year", "period", "quarter", "months"],
}
ODDITIES = (
    "97", "0", "00", "99999999", "0/0", "00/2025", "2025/27", "29/02/2025", "٢٠٢٥", "٣", "²", "", "a b", "\n",
    "homicides", "officers", "in", "to", "from", "between", "and", "vs", "compared", "with", "until", "onwards",
    "clowns",
)  # fmt: skip
ANCHORS = (
    "2024", "2025-q2", "fy2025-26", "fy2025-26-q1", "2025-h1", "2026-06", "ye-2025-03", "2026-01..2026-06", "1000",
    "2999", "2010-01-01..2018-06-26", "2024-02-29", "at-2025-03-31", "until-2018-05-31", "undated",
)  # fmt: skip


def words_of(question: str) -> list[str]:
    return [token.text for token in tokens(question)]


def read(question: str, asked_on: date = ASKED_ON, anchor: Period | None = None) -> tuple[AskedPeriod, ...]:
    return read_periods(words_of(question), asked_on, anchor)


def shown(found: tuple[AskedPeriod, ...]) -> str:
    """What is read, as it stands in the tables."""
    return " + ".join(shown_one(one) for one in found)


def shown_one(one: AskedPeriod) -> str:
    kind = f"{one.kind}:{one.months}" if one.months else one.kind
    ids = [reading.id for reading in one.readings]
    more = ["…"] if len(ids) > MOST_SHOWN else []
    ends = [f"[{one.ends[0].id}, {one.ends[1].id}]"] if one.ends else []
    return " ".join([kind, *ids[:MOST_SHOWN], *more, *ends])


def left_unread(question: str) -> str:
    read_words = {n for one in read(question) for n in range(one.start, one.stop)}
    return " ".join(word for n, word in enumerate(words_of(question)) if n not in read_words)


@pytest.mark.parametrize(("phrasing", "expected"), [row for table in ALL_TABLES for row in table.items()])
def test_a_phrasing_is_read(phrasing: str, expected: str) -> None:
    assert shown(read(phrasing)) == expected


@pytest.mark.parametrize(("asked_on", "phrasing", "expected"), ON_OTHER_DAYS)
def test_the_day_of_asking_decides(asked_on: str, phrasing: str, expected: str) -> None:
    assert shown(read(phrasing, date.fromisoformat(asked_on))) == expected


@pytest.mark.parametrize(("anchor", "phrasing", "expected"), IN_A_TALK)
def test_a_talk_is_what_it_is_counted_from(anchor: str, phrasing: str, expected: str) -> None:
    assert shown(read(phrasing, ASKED_ON, parse_period(anchor) if anchor else None)) == expected


def test_a_month_of_either_year_is_not_guessed_in_a_talk() -> None:
    """In a talk on June 2026, August is August 2026 or the last one over, August 2025."""
    asked_on = date(2026, 8, 15)
    assert shown(read("and for August?", asked_on)) == "period 2025-08 2024-08"
    assert read("and for August?", asked_on, parse_period("2026-06")) == ()


@pytest.mark.parametrize("words", UNREAD)
def test_it_stays_unread(words: str) -> None:
    assert read(words) == ()


@pytest.mark.parametrize(("question", "left"), LEFT_UNREAD.items())
def test_what_restricts_is_left_unread(question: str, left: str) -> None:
    assert left_unread(question) == left


def test_no_word_is_swallowed() -> None:
    """Whatever a form does not know stands between its words and not in them."""
    for phrasing in (phrasing for table in ALL_TABLES for phrasing in table):
        words = words_of(phrasing)
        for gap in range(1, len(words)):
            found = read_periods([*words[:gap], "clowns", *words[gap:]], ASKED_ON)
            assert all(not one.start <= gap < one.stop for one in found), (phrasing, gap)


def test_tables_name_each_phrasing_once() -> None:
    phrasings = [*(phrasing for table in ALL_TABLES for phrasing in table), *UNREAD, *LEFT_UNREAD]
    assert len(phrasings) == len(set(phrasings)) > 400


# Laws


def lawful(words: list[str], found: tuple[AskedPeriod, ...]) -> None:
    assert all(0 <= one.start < one.stop <= len(words) for one in found)
    assert all(before.stop <= after.start for before, after in pairwise(found))
    for one in found:
        assert one.words == " ".join(words[one.start : one.stop])
        assert one.readings or one.kind in {"since", "latest", "earliest", "duration", "future"}
        assert len(one.ends) == (2 if one.kind == "between" else 0)
        assert (one.months is not None) >= (one.kind == "duration")
        for reading in (*one.readings, *one.ends):
            assert parse_period(reading.id).id == reading.id
            assert reading.label


def spoken(notation: str) -> st.SearchStrategy[list[str]]:
    """Words that a pattern must match, by its notation."""
    return alternatives(pattern_parts(notation)[::-1])


def pattern_parts(notation: str) -> list[str]:
    spaced = notation
    for mark in "[]()|":
        spaced = spaced.replace(mark, f" {mark} ")
    return spaced.split()


def alternatives(parts: list[str]) -> st.SearchStrategy[list[str]]:
    choices = [sequence(parts)]
    while parts and parts[-1] == "|":
        parts.pop()
        choices.append(sequence(parts))
    return st.one_of(choices)


def sequence(parts: list[str]) -> st.SearchStrategy[list[str]]:
    items = []
    while parts and parts[-1] not in {"|", ")", "]"}:
        items.append(item(parts.pop(), parts))
    return st.tuples(*items).map(lambda lists: [word for words in lists for word in words])


def item(part: str, rest: list[str]) -> st.SearchStrategy[list[str]]:
    if part in {"[", "("}:
        inner = alternatives(rest)
        rest.pop()
        return st.one_of(st.just([]), inner) if part == "[" else inner
    if part.startswith("<"):
        return st.sampled_from(SPOKEN[part[1:-1]]).map(str.split)
    return st.just([part])


ROWS = [(table, row, build) for table in (FORMS, COUNTED_FROM_ANOTHER) for row, build in table.rows]
ASKING_DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
TALKS = st.one_of(st.none(), st.sampled_from(ANCHORS).map(parse_period))
ANY_FORM = st.one_of([spoken(row.notation) for _, row, _ in ROWS])
NOTATED = {word for _, row, _ in ROWS for word in pattern_parts(row.notation) if word.isalnum()}
KNOWN = sorted(
    {*NOTATED, *VOCABULARY, *ODDITIES, *(word for words in SPOKEN.values() for said in words for word in said.split())}
)
ANY_WORD = st.one_of(st.sampled_from(KNOWN), st.text(max_size=8))


@pytest.mark.parametrize(("table", "row", "build"), ROWS, ids=[row.notation[:40] for _, row, _ in ROWS])
@settings(max_examples=20)
@given(data=st.data())
def test_every_way_of_saying_a_form_is_found(table: Forms, row: Pattern, build: Build, data: st.DataObject) -> None:
    words = data.draw(spoken(row.notation))
    found = [(said.start, said.stop) for said, reads in table.said_in(Text.of(words)) if reads is build]
    assert (0, len(words)) in found


@given(st.lists(st.one_of(ANY_WORD.map(lambda word: [word]), ANY_FORM), max_size=6), ASKING_DAYS, TALKS)
@example([["may", "and", "june", "2025"]], ASKED_ON, None)
def test_any_words_are_read_lawfully(pieces: list[list[str]], asked_on: date, anchor: Period | None) -> None:
    words = [word for piece in pieces for word in piece]
    found = read_periods(words, asked_on, anchor)
    lawful(words, found)
    assert read_periods(tuple(words), asked_on, anchor) == found


@given(st.text(max_size=200), ASKING_DAYS, TALKS)
def test_any_text_is_read_lawfully(text: str, asked_on: date, anchor: Period | None) -> None:
    words = words_of(text)
    lawful(words, read_periods(words, asked_on, anchor))


@given(periods(1950, 2049))
@example(between(date(2025, 5, 12), date(2025, 5, 12)))
@example(parse_period("2025-05..2025-05"))
def test_a_label_is_read_back(period: Period) -> None:
    found = read(period.label)
    assert [one.words for one in found] == [" ".join(words_of(period.label))]
    assert any(reading.same(period) for reading in found[0].readings)


def test_every_slot_is_spoken() -> None:
    assert set(SPOKEN) == set(SLOTS)


@pytest.mark.parametrize("notation", ["[the]", "[the] [last]", "(year|[last])", ""])
def test_a_pattern_needs_a_word(notation: str) -> None:
    with pytest.raises(ValueError, match="no word that must stand"):
        pattern(notation)
