"""Headline numbers of the shipped scenarios, kept so that a change of results is seen and explained.

`python tests/golden/headlines.py` writes them anew; do so only with an entry under Results in the changelog.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.campaign.run import fight
from hillfort.files.scenario.read import scenario

STORE = Path(__file__).with_name("headlines.json")
DRAWS = 200
CASES = (
    ("marrow", ()),
    ("baltic-2016", ()),
    ("baltic-2016", ("seven-brigades-three-heavy",)),
    ("baltic-2019", ()),
)


def name_of(case: tuple[str, tuple[str, ...]]) -> str:
    """Scenario and measures as one word."""
    return "+".join((case[0], *case[1]))


def headline(case: tuple[str, tuple[str, ...]]) -> dict[str, Any]:
    """What is kept of one case: chances of loss and median hours for the protected objectives, losses, arrivals."""
    war = scenario(case[0], measures=case[1])
    coa = next(iter(war.courses_of_action))
    outcome = fight(war, coa=coa, draws=DRAWS, seed=1)
    protected = np.flatnonzero(outcome.protected)
    found: dict[str, Any] = {"course of action": coa}
    for index in protected:
        lost, reached = outcome.lost_h[:, index], outcome.outskirts_h[:, index]
        found[f"{outcome.objectives[index]}: chance lost"] = round(float(np.mean(~np.isnan(lost))), 3)
        if np.mean(~np.isnan(reached)) > 0.2:
            found[f"{outcome.objectives[index]}: median hour at the outskirts"] = round(float(np.nanmedian(reached)), 1)
    for side, label in enumerate(("Blue", "Red")):
        found[f"{label}: mean persons lost"] = round(float(outcome.lost_persons[:, -1, side].mean()))
    found["reinforcement: mean battalions at the end"] = round(float(outcome.reinforcement_bn[:, -1].mean()), 1)
    return found


def main() -> None:
    """Write the headlines of today's code."""
    STORE.write_text(json.dumps({name_of(case): headline(case) for case in CASES}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
