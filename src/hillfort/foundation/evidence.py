"""Evidence: a number that a model depends on, with where it comes from and how sure it is."""

from __future__ import annotations

import datetime
import itertools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.errors import InputError, Problem

Array = NDArray[np.float64]
TWO_SIDED_95 = 1.96
"""Standard deviations on either side that hold 95 % of a normal law."""

GRADE = re.compile(r"^[A-F][1-6]$")
"""Admiralty grade: reliability of the source A-F, credibility of the information 1-6."""

JUDGEMENT = "judgement"
"""The source key of a value that nobody has published: it must be wide, and says so."""

SHAPES = ("triangular", "uniform", "normal", "lognormal", "pert", "quantiles", "sample", "fixed")
"""What is doubted inside a range; each is sampled by the inverse of its distribution, and none goes outside."""
LEAST_CHANCE = 1e-100
"""Below it the inverse of a beta law can no longer be computed."""
MOST_POINTS = 10_000
"""Points of a table or sample."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value, its range and its source.

    Parameters
    ----------
    value : float
        Best estimate, in `unit`; `low <= value <= high`.
    unit : str
        For people: 'h', 'km', 'share', 'battalion equivalents'.
    low, high : float
        The range outside which the value is not expected (as good as 0 and 100 %).
    date : str
        The date the value speaks of, ISO ('2019-09' or '2019-09-15'), or years ('2020-2022').
    source : str
        Key of a source in the scenario's list, or 'judgement'.
    grade : str
        Admiralty grade, 'A1' to 'F6'.
    shape : str
        'triangular' (low, mode, high), 'uniform' (from low to high), 'normal' and 'lognormal' (mean or median at the
        value, the wider half of the range is 1.96 standard deviations, cut off at low and high), 'pert' (the beta law
        with low, mode and high), 'quantiles' (the `table`, straight lines between), 'sample' (each value of the
        `sample` as likely as any other) or 'fixed' (low = value = high).
    note : str
        What a reader has to know to use or doubt it.
    table : tuple of (float, float)
        For 'quantiles': chance not to be above a value, and the value; chances rise, values do not fall. Low stands at
        chance 0 and high at 1.
    sample : tuple of float
        For 'sample': observed values, in any order, all inside the range.

    Raises
    ------
    InputError
        When a quantile is asked for: everything that `problems_of` finds.

    Examples
    --------
    >>> delay = Evidence(24.0, "h", 6.0, 96.0, "2019-09", "judgement", "F6")
    >>> round(delay.quantile(0.5), 1)
    39.1
    >>> Evidence.fixed(3.0, "km").quantile(0.9)
    3.0
    """

    value: float
    unit: str
    low: float
    high: float
    date: str = ""
    source: str = JUDGEMENT
    grade: str = "F6"
    shape: str = "triangular"
    note: str = ""
    table: tuple[tuple[float, float], ...] = ()
    sample: tuple[float, ...] = ()

    IF_ANY: ClassVar[tuple[str, ...]] = ("table", "sample")
    """Fields that are part of its content only where something stands in them."""

    @classmethod
    def fixed(cls, value: float, unit: str, *, source: str = JUDGEMENT, grade: str = "F6") -> Evidence:
        """A value that is not doubted (a definition, a choice)."""
        return cls(value, unit, value, value, "", source, grade, "fixed")

    @property
    def is_judgement(self) -> bool:
        """True where nobody has published the value."""
        return self.source == JUDGEMENT

    def quantile(self, chance: float) -> float:
        """The value not exceeded with this chance (0 to 1), for sampling doubt."""
        return float(self.quantiles(np.array([chance]))[0])

    def quantiles(self, chances: Array) -> Array:
        """`quantile` for many chances at once: (n,) chances in [0, 1] to (n,) values.

        Examples
        --------
        >>> asked = Evidence(24.0, "h", 6.0, 96.0, shape="quantiles", table=((0.1, 12.0), (0.5, 24.0), (0.9, 60.0)))
        >>> asked.quantiles(np.array([0.0, 0.1, 0.3, 0.9, 1.0])).tolist()
        [6.0, 12.0, 18.0, 60.0, 96.0]
        """
        found = problems_of(self)
        if found:
            raise InputError([Problem("request", 0, "evidence", f"{each}.") for each in found])
        return _INVERSES[self.shape](self, chances)


def _fixed(evidence: Evidence, chances: Array) -> Array:
    return np.full(len(chances), evidence.value)


def _uniform(evidence: Evidence, chances: Array) -> Array:
    return evidence.low + (evidence.high - evidence.low) * chances


def _triangular(evidence: Evidence, chances: Array) -> Array:
    low, value, high = evidence.low, evidence.value, evidence.high
    if high <= low:
        return np.full(len(chances), value)
    split = (value - low) / (high - low)
    rising = low + np.sqrt(chances * (high - low) * (value - low))
    falling = high - np.sqrt((1.0 - chances) * (high - low) * (high - value))
    return np.where(chances < split, rising, falling)


def _normal(evidence: Evidence, chances: Array) -> Array:
    """Its wider half-range is 1.96 standard deviations; cut off at low and high."""
    from scipy.special import ndtr, ndtri

    low, value, high = evidence.low, evidence.value, evidence.high
    sigma = max(high - value, value - low) / TWO_SIDED_95
    if sigma <= 0.0:
        return np.full(len(chances), value)
    floor, ceiling = ndtr((low - value) / sigma), ndtr((high - value) / sigma)
    found: Array = np.clip(value + sigma * ndtri(floor + (ceiling - floor) * chances), low, high)
    return found


def _lognormal(evidence: Evidence, chances: Array) -> Array:
    return np.array([_lognormal_quantile(evidence.low, evidence.value, evidence.high, float(each)) for each in chances])


def _lognormal_quantile(low: float, value: float, high: float, chance: float) -> float:
    """Log-normal with median `value` and its wider 2.5 %-97.5 % half-range at `low` or `high`, cut there."""
    from statistics import NormalDist

    sigma = max(math.log(high / value), math.log(value / low)) / TWO_SIDED_95
    if sigma <= 0.0:
        return value
    normal = NormalDist(math.log(value), sigma)
    floor, ceiling = normal.cdf(math.log(low)), normal.cdf(math.log(high))
    share = min(max(floor + (ceiling - floor) * chance, 1e-12), 1.0 - 1e-12)
    return math.exp(normal.inv_cdf(share))


def _pert(evidence: Evidence, chances: Array) -> Array:
    """Beta law on the range with its mode at the value and mean (low + 4 value + high) / 6.

    A chance below what the inverse can be computed for counts as nil: it would be nan.
    """
    from scipy.special import betaincinv

    low, value, high = evidence.low, evidence.value, evidence.high
    if high <= low:
        return np.full(len(chances), value)
    up, down = 1.0 + 4.0 * (value - low) / (high - low), 1.0 + 4.0 * (high - value) / (high - low)
    computed = np.where(chances < LEAST_CHANCE, 0.0, chances)
    found: Array = low + (high - low) * betaincinv(up, down, computed)
    return found


def _tabled(evidence: Evidence, chances: Array) -> Array:
    inside = [(chance, value) for chance, value in evidence.table if 0.0 < chance < 1.0]
    places = [0.0, *(chance for chance, _ in inside), 1.0]
    values = [evidence.low, *(value for _, value in inside), evidence.high]
    return np.interp(chances, places, values)


def _sampled(evidence: Evidence, chances: Array) -> Array:
    values = np.sort(np.array(evidence.sample, dtype=np.float64))
    places = np.minimum((chances * len(values)).astype(np.int64), len(values) - 1)
    found: Array = values[places]
    return found


_INVERSES: dict[str, Callable[[Evidence, Array], Array]] = {
    "fixed": _fixed,
    "uniform": _uniform,
    "triangular": _triangular,
    "normal": _normal,
    "lognormal": _lognormal,
    "pert": _pert,
    "quantiles": _tabled,
    "sample": _sampled,
}


def problems_of(evidence: Evidence) -> list[str]:
    """What is wrong with an evidence, in words; empty when nothing is.

    >>> problems_of(Evidence(5.0, "h", 6.0, 9.0))
    ['value 5.0 is outside its own range 6.0 to 9.0']
    """
    found = []
    numbers = {"value": evidence.value, "low": evidence.low, "high": evidence.high}
    for name, number in numbers.items():
        if not math.isfinite(number):
            found.append(f"{name} is {number}, not a finite number")
    if not found and not evidence.low <= evidence.value <= evidence.high:
        found.append(f"value {evidence.value} is outside its own range {evidence.low} to {evidence.high}")
    if not GRADE.match(evidence.grade):
        found.append(f"grade '{evidence.grade}' is not an Admiralty grade (A1 to F6)")
    if evidence.shape not in SHAPES:
        found.append(f"shape '{evidence.shape}' is not one of {', '.join(SHAPES)}")
    if not isinstance(evidence.unit, str):
        found.append(f"unit {evidence.unit!r} is not a word")
    if not is_date(evidence.date):
        found.append(f"date '{evidence.date}' is not a date like 2019, 2019-09 or 2019-09-15")
    return found + ([] if found else [*_shape_problems(evidence), *_point_problems(evidence)])


def is_date(text: str) -> bool:
    """Whether a text is a year, a month, a day or the years from one to another; '' is one that nobody has said.

    >>> [is_date(each) for each in ("2019", "2019-09", "2019-09-15", "2020-2022", "", "2019-13", "last year")]
    [True, True, True, True, True, False, False]
    """
    if re.fullmatch(r"[0-9]{4}-[0-9]{4}", text):
        return text[:4] <= text[5:]
    full = text + {4: "-01-01", 7: "-01"}.get(len(text), "")
    try:
        return not text or (len(full) == 10 and bool(datetime.date.fromisoformat(full)))
    except ValueError:
        return False


def _shape_problems(evidence: Evidence) -> list[str]:
    found = []
    if evidence.shape == "lognormal" and evidence.low <= 0.0:
        found.append(f"a lognormal value needs low above 0, found {evidence.low}")
    if evidence.shape == "fixed" and not evidence.low == evidence.value == evidence.high:
        found.append(f"a fixed value needs low = value = high, found {evidence.low} to {evidence.high}")
    for shape, field in (("quantiles", "table"), ("sample", "sample")):
        points = len(getattr(evidence, field))
        if evidence.shape == shape and not points:
            found.append(f"shape '{shape}' needs a {field}")
        if evidence.shape != shape and points:
            found.append(f"a {field} is for shape '{shape}', found shape '{evidence.shape}'")
        if points > MOST_POINTS:
            found.append(f"the {field} has {points:,} points, at most {MOST_POINTS:,} are allowed")
    return found


def _point_problems(evidence: Evidence) -> list[str]:
    """What is wrong with a table or a sample, point by point."""
    values = [*evidence.sample, *(value for _, value in evidence.table)]
    found = [
        f"{value} in the {'sample' if evidence.sample else 'table'} is outside the range {evidence.low} to "
        f"{evidence.high}"
        for value in values
        if not evidence.low <= value <= evidence.high
    ]
    chances = [chance for chance, _ in evidence.table]
    found += [f"{chance} in the table is no chance, which is 0 to 1" for chance in chances if not 0.0 <= chance <= 1.0]
    if any(later <= sooner for sooner, later in itertools.pairwise(chances)):
        found.append("chances in the table do not rise")
    if any(later < sooner for (_, sooner), (_, later) in itertools.pairwise(evidence.table)):
        found.append("values in the table fall while chances rise")
    for chance, value in evidence.table:
        if (chance == 0.0 and value != evidence.low) or (chance == 1.0 and value != evidence.high):
            found.append(
                f"{value} stands at chance {chance:g} in the table, where {'low' if chance == 0.0 else 'high'} belongs"
            )
    return found
