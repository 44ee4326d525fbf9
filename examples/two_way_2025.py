"""A two-way table for 2025: how far Russia has regenerated, by what the allies have in place.

Run it with the number of draws for each cell: python examples/two_way_2025.py 200
Each cell is the chance that no protected place is lost, on the same luck in all cells, and that all are held at the
end. The rows are published dates after a ceasefire; what they mean for manning is judgement, as are the ranges.
"""

from __future__ import annotations

import sys

import numpy as np

import hillfort as hf
from hillfort.campaign.run import fight

ROWS = {
    "as in autumn 2025": (),
    "6 months after a ceasefire": ("regeneration-six-months",),
    "2 years after": ("regeneration-two-years",),
    "5 years after": ("regeneration-five-years",),
}
COLUMNS = {
    "as it is": (),
    "Finland and Sweden": ("northern-flank",),
    "a brigade in each state": ("brigade-instead-of-battalion",),
    "both, and a line of obstacles": ("northern-flank", "brigade-instead-of-battalion", "defence-line"),
}


def chances(measures: tuple[str, ...], coa: str, draws: int) -> tuple[float, float]:
    """Chance to hold all along, and to hold all at the end."""
    case = hf.scenario("baltic-2025")
    outcome = fight(case.with_measures(*measures) if measures else case, coa=coa, draws=draws, seed=1)
    lost = ~np.isnan(outcome.lost_h[:, outcome.protected])
    return float((~lost.any(axis=1)).mean()), float((~outcome.lost_at_end[:, outcome.protected].any(axis=1)).mean())


def main(draws: int, coa: str = "short-warning-seizure") -> None:
    """Print the table."""
    sys.stdout.write(f"{'':28s}" + "".join(f"{name:>32s}" for name in COLUMNS) + "\n")
    for row, regenerated in ROWS.items():
        cells = [chances((*regenerated, *posture), coa, draws) for posture in COLUMNS.values()]
        told = "".join(f"{f'{hold:.0%} / {end:.0%}':>32s}" for hold, end in cells)
        sys.stdout.write(f"{row:28s}{told}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
