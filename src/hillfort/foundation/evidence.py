"""Evidence: a number that a model depends on, with where it comes from and how sure it is."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

GRADE = re.compile(r"^[A-F][1-6]$")
"""Admiralty grade: reliability of the source A-F, credibility of the information 1-6."""

JUDGEMENT = "judgement"
"""The source key of a value that nobody has published: it must be wide, and says so."""

SHAPES = ("triangular", "uniform", "lognormal", "fixed")


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
        The date the value speaks of, ISO ('2019-09' or '2019-09-15').
    source : str
        Key of a source in the scenario's list, or 'judgement'.
    grade : str
        Admiralty grade, 'A1' to 'F6'.
    shape : str
        'triangular' (mode at the value), 'uniform', 'lognormal' (median at the value, low and high
        cut it off) or 'fixed' (low = value = high).
    note : str
        What a reader has to know to use or doubt it.

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
        return quantile(self.shape, self.low, self.value, self.high, chance)


def quantile(shape: str, low: float, value: float, high: float, chance: float) -> float:
    """Inverse of the distribution of an `Evidence`; `chance` in [0, 1]."""
    if shape == "fixed" or high <= low:
        return value
    if shape == "uniform":
        return low + (high - low) * chance
    if shape == "lognormal":
        return _lognormal_quantile(low, value, high, chance)
    split = (value - low) / (high - low)
    if chance < split:
        return low + math.sqrt(chance * (high - low) * (value - low))
    return high - math.sqrt((1.0 - chance) * (high - low) * (high - value))


def _lognormal_quantile(low: float, value: float, high: float, chance: float) -> float:
    """Log-normal with median `value` and its wider 2.5 %-97.5 % half-range at `low` or `high`, cut there."""
    from statistics import NormalDist

    sigma = max(math.log(high / value), math.log(value / low)) / 1.96
    if sigma <= 0.0:
        return value
    normal = NormalDist(math.log(value), sigma)
    floor, ceiling = normal.cdf(math.log(low)), normal.cdf(math.log(high))
    share = min(max(floor + (ceiling - floor) * chance, 1e-12), 1.0 - 1e-12)
    return math.exp(normal.inv_cdf(share))


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
    if evidence.shape == "lognormal" and evidence.low <= 0.0:
        found.append(f"a lognormal value needs low above 0, found {evidence.low}")
    return found
