"""What results are made of: records with named fields, read from the plain numbers of a result file and checked on the
way."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class ResultPart(BaseModel):
    """One part of a result: it has the fields that it says, no others, and none of them changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Spread(ResultPart):
    """How a number is spread over the draws in which there is one; None where there is none."""

    p10: float | None
    p50: float | None
    p90: float | None
    median_low: float | None
    """Ends of the 95 % interval of the median, for the number of draws alone."""
    median_high: float | None
    draws: int
    """Draws in which there is a number."""


class Middle(ResultPart):
    """Median and the range of four draws in five."""

    median: float
    low: float
    high: float


class ResultRange(ResultPart):
    """A value with its range."""

    low: float | None
    value: float | None
    high: float | None


class Paired(ResultPart):
    """Mean of a paired difference with its 95 % interval, and the share of draws in which the two differ."""

    change: float
    low: float
    high: float
    changed_share: float


class Sourced(ResultPart):
    """A value with its range and where it comes from."""

    value: float
    low: float
    high: float
    unit: str
    source: str
    grade: str
    note: str = ""


class DayChance(ResultPart):
    """A chance on a day."""

    day: int
    chance: float
    low: float
    high: float


class DaySpread(Spread):
    """A spread on a day."""

    day: int


class Studied(ResultPart):
    """Which scenario was studied, by name and content."""

    name: str
    hash: str
    title: str
    date: str = ""
    theatre: str = ""
