"""Makes the data file of the adjudication model anew: `python -m hillfort.files.battles.calibration` (`make
calibrate`)."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from hillfort.files.battles import read as battle_files

DIGITS = 4
"""Significant digits that are kept: more would show the last bits of the arithmetic."""
VERSION = 1
DATE = "2026-11-26"
VARIANTS = (("full", True, True), ("without_surprise", False, True), ("without_wealth", True, False))
"""Name of each model in the file, and whether it knows surprise and wealth."""


def main(out: Path = battle_files.MODEL) -> None:
    """Fit the model to the shipped battles and write it, same input, same bytes."""
    text = content()
    fresh = out.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(out)


def content() -> str:
    """The text of the data file."""
    from hillfort.ground.fit import calibrate
    from hillfort.validation.battles.file import record

    known, wealth = record(battle_files.read()), battle_files.wealth()
    earlier = record(battle_files.read(battle_files.EARLIER))
    models = {
        name: rounded(calibrate(known, wealth, earlier=earlier, surprise=surprise, by_wealth=by_wealth))
        for name, surprise, by_wealth in VARIANTS
    }
    plain = {"version": VERSION, "provenance": _provenance(len(known.fights)), "models": models}
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def _provenance(count: int) -> dict[str, Any]:
    return {
        "source": "CAA Database of Battles 1990 (CDB90), battles 1904-1982, tabulation of jrnold/CDB90",
        "licence": "original public domain; tabulation Open Data Commons Attribution 1.0",
        "battles": count,
        "file": battle_files.SHIPPED.name,
        "sha256": battle_files.digest(battle_files.SHIPPED),
        "earlier": battle_files.EARLIER.name,
        "earlier_sha256": battle_files.digest(battle_files.EARLIER),
        "wealth_sha256": battle_files.digest(battle_files.WEALTH),
        "method": "hierarchical linear and probit models, empirical Bayes, Laplace approximation (hillfort.ground.fit)",
        "grade": "B3",
        "date": DATE,
    }


def rounded(value: Any) -> Any:
    """Numbers to a few significant digits, through lists and mappings."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    if isinstance(value, float):
        if value == 0.0 or not math.isfinite(value):
            return 0.0
        return float(f"{value:.{DIGITS}g}") if abs(value) >= 1e-6 else 0.0
    return value


if __name__ == "__main__":
    main()
