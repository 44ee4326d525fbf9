"""Air, sea and lines around an assessment, as records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.studies.lines.answer import LinesAnswer
from hillfort.studies.sea.study import SeaStudy


@dataclass(frozen=True)
class SkyAnswer:
    """The air situation over the countries that are attacked."""

    countries: tuple[str, ...]
    daily: np.ndarray
    """(draw, day, country, what): see `air.war.DAILY`."""


@dataclass(frozen=True)
class Around:
    """Air, sea and lines of a scenario; None where it has none, or where it could not be had."""

    sky: SkyAnswer | None
    sea: SeaStudy | None
    lines: LinesAnswer | None
    summary: dict[str, Any]
    """By 'air', 'sea' and 'lines': its numbers; {'missing': why} where they could not be had;
    None where there is none."""

    def has(self, key: str) -> bool:
        """Whether the scenario has it, be it that it could not be told."""
        return self.summary[key] is not None
