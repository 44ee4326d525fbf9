"""What is assumed about warning and decision: the signs of a build-up, those who decide, and their parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from hillfort.foundation.evidence import Evidence
from hillfort.foundation.fixed import fix
from hillfort.foundation.keyed import Keyed

DECIDERS = ("nation", "command", "ally", "council")
"""Who decides: the nation under threat about its own forces, the military command about what is delegated to it, an
ally about forces of its own, the council about allied forces. Their clocks run side by side."""

RULE = "rule_"
"""How names of switches begin."""
NO_LIMIT_DAYS = 365.0
"""A council that may take this long has not bound itself."""


@dataclass(frozen=True, slots=True)
class Signal(Keyed):
    """One sign of a build-up: a look that finds it or not, some days before the end of the build-up.

    The end is the attack, or the end of what was none. A look comes when it comes in both, so that only what it finds
    says anything.
    """

    key: str
    title: str
    hit_chance: Evidence
    """That it is found where an attack follows."""
    false_chance: Evidence
    """That it is found where none does."""
    days_before: Evidence
    """The end, at which the look is done."""

    UNITS: ClassVar[dict[str, str]] = {"hit_chance": "chance", "false_chance": "chance", "days_before": "days"}
    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {
        "hit_chance": (0, 1),
        "false_chance": (0, 1),
        "days_before": (0, 365),
    }


@dataclass(frozen=True, slots=True, repr=False)
class CrisisPosture:
    """All that is assumed about warning and decision; every scenario has it, and it acts where a rule is on."""

    signals: dict[str, Signal]
    consents: dict[str, Evidence]
    """Days until a nation's parliament has consented, by country, from its government's decision."""
    assumptions: dict[str, Evidence]
    """Parameters by name; see data/crisis/assumptions.yaml."""
    overridden: dict[str, str] = field(default_factory=dict)

    BESIDE: ClassVar[tuple[str, ...]] = ("overridden",)

    def __post_init__(self) -> None:
        fix(self)

    def __repr__(self) -> str:
        return f"<CrisisPosture: {len(self.signals)} signs, {len(self.consents)} parliaments>"

    def __bool__(self) -> bool:
        """True where it moves anything in a campaign: a rule is on, or the council has bound itself."""
        rules = any(self.is_on(name) for name in self.assumptions if name.startswith(RULE))
        return rules or self.assumptions["council_limit_days"].low < NO_LIMIT_DAYS

    def in_order(self) -> list[str]:
        """Keys of the signs in the order of their looks: that of their luck keys."""
        return sorted(self.signals, key=lambda key: self.signals[key].lucky(key))

    def is_on(self, rule: str) -> bool:
        """Whether a rule applies."""
        return self.assumptions[rule].value > 0.5
