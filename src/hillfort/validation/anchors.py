"""An anchor: a published figure, what the model says in its place,
and whether the two agree by a rule that is stated."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hillfort.foundation.errors import InputError, Problem

if TYPE_CHECKING:
    from hillfort.campaign.scenario import Scenario

FITTED, PREDICTED = "fitted", "predicted"
"""Fitted: something in the model was chosen with this figure in sight. Predicted: nothing was."""

RULES = {
    "equal": "equal to the digits that are published",
    "inside": "our figure lies inside the published range",
    "at least": "our figure is not below the published one",
    "at most": "our figure is not above the published one",
    "covers": "our interval holds the published figure",
    "near": "our figure is within a factor of 1.5 of the published one",
}
"""How a verdict is reached. Points decide, not intervals, except where the rule says so."""
NEAR = 1.5

Published = float | tuple[float, float]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Anchor:
    """One published figure beside ours.

    >>> hours = Anchor("Wargame", "First capital reached", (36.0, 60.0), 44.0, 40.0, 47.0, unit="h", rule="inside")
    >>> hours.ok, hours.close
    (True, False)
    """

    subject: str
    name: str
    published: Published
    """A number or a range, in `unit`."""
    ours: float
    low: float
    high: float
    """95 % interval of ours; both equal to ours where nothing was sampled."""
    unit: str = ""
    rule: str = "covers"
    """One of `RULES`."""
    kind: str = PREDICTED
    source: str = ""
    note: str = ""
    tolerance: float = 0.0
    """For 'equal': half a unit of the last digit that is published."""

    def __post_init__(self) -> None:
        """Refuse an anchor that no rule can judge."""
        ranged = isinstance(self.published, tuple)
        if self.rule not in RULES or self.kind not in (FITTED, PREDICTED) or ranged != (self.rule == "inside"):
            found = f"rule '{self.rule}' and kind '{self.kind}' do not fit {self.published}."
            raise InputError(Problem("anchor", 0, self.name, found, f"Rules: {', '.join(RULES)}."), "the validation")

    @property
    def ok(self) -> bool:
        """True where our figure agrees with the published one by the rule; never for a figure that does not exist."""
        return not math.isnan(self.ours) and self._passes(self.ours)

    @property
    def close(self) -> bool:
        """True where the interval of ours reaches across a published bound: more draws might turn the verdict."""
        if self.rule not in ("inside", "at least", "at most") or math.isnan(self.ours):
            return False
        edges = [self._passes(each) for each in (self.low, self.high) if not math.isnan(each)]
        return any(each != self.ok for each in edges)

    def _passes(self, value: float) -> bool:
        if isinstance(self.published, tuple):
            return self.published[0] <= value <= self.published[1]
        if self.rule == "equal":
            return abs(value - self.published) <= self.tolerance * (1.0 + 1e-9)
        if self.rule == "at least":
            return value >= self.published
        if self.rule == "at most":
            return value <= self.published
        if self.rule == "near":
            return self.published / NEAR <= value <= self.published * NEAR
        return self.low <= self.published <= self.high

    @property
    def verdict(self) -> str:
        """'met' or 'missed', and whether more draws might turn it."""
        return f"{'met' if self.ok else 'missed'}{', within chance' if self.close else ''}"

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, with the verdict, as in the result file."""
        published = list(self.published) if isinstance(self.published, tuple) else self.published
        return {
            "name": self.name,
            "published": published,
            "ours": self.ours,
            "low": self.low,
            "high": self.high,
            "kind": self.kind,
            "ok": self.ok,
            "source": self.source,
            "subject": self.subject,
            "unit": self.unit,
            "rule": RULES[self.rule],
            "note": self.note,
            "tolerance": self.tolerance,
        }

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Anchor:
        """The anchor whose `as_dict` was written; a number that was none is not a number again.

        >>> one = Anchor("Wargame", "First", (36.0, 60.0), 44.0, 40.0, 47.0, unit="h", rule="inside")
        >>> Anchor.from_dict(one.as_dict()) == one
        True
        """
        number: dict[str, Any] = {
            name: math.nan if found[name] is None else found[name] for name in ("ours", "low", "high")
        }
        published = tuple(found["published"]) if isinstance(found["published"], list) else found["published"]
        words = {name: found[name] for name in ("subject", "name", "unit", "kind", "source", "note", "tolerance")}
        rule = next(rule for rule, meaning in RULES.items() if meaning == found["rule"])
        return cls(**words, **number, published=published, rule=rule)


@dataclass(frozen=True, slots=True)
class Given:
    """What the validations need and may not read for themselves."""

    scenario: Callable[[str, Sequence[str]], Scenario]
    """A shipped scenario by name, with measures."""
    data: Callable[[str], Any]
    """A shipped set of data by the name under which `workbench.VALIDATION_DATA` reads it."""
    draws: int = 1000
    """Campaigns for each anchor that is a campaign."""
    seed: int = 1
    threads: int | None = None


Provider = Callable[[Given, Progress], Iterable[Anchor]]
"""A subject of validation: what it is given and whom it tells of its progress."""


def exact(
    subject: str, name: str, published: float, ours: float, *, digits: int, source: str, unit: str = ""
) -> Anchor:
    """An anchor for a figure that has no chance in it, published to so many decimals.

    >>> exact("Lanchester", "Survivors", 529.150, 529.1503, digits=3, source="worked case").ok
    True
    """
    half = 0.5 * 10.0**-digits
    return Anchor(
        subject,
        name,
        published,
        ours,
        ours,
        ours,
        unit=unit,
        rule="equal",
        source=source,
        tolerance=half,
        note="Computed from the published equations and inputs.",
    )
