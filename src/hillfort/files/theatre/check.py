"""Checking a built theatre: what it holds, and what its recipe knows about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from hillfort.files.theatre.artefact import load_theatre, manifest_of
from hillfort.files.theatre.recipe import read_checks, theatre_folder
from hillfort.theatre.checks import Finding, check
from hillfort.theatre.theatre import ROAD_DUAL, ROAD_LOCAL, ROAD_MAIN, Theatre


@dataclass(frozen=True, slots=True)
class Report:
    """What a theatre holds, as heading and text, and how it compares with known figures."""

    contents: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def check_theatre(name_or_path: str, *, progress: Callable[[str], None] = lambda _: None) -> Report:
    """Compare a built theatre with every check of its recipe; `progress` is told what comes next.

    Raises `InputError` for a theatre that cannot be read.
    """
    folder = theatre_folder(name_or_path)
    manifest_of(folder)

    @cache
    def load(date: str) -> Theatre:
        return load_theatre(name_or_path, date=date or None)

    findings = check(read_checks(folder), load=load, progress=progress)
    return Report(contents(load("")), tuple(findings))


def contents(theatre: Theatre) -> tuple[tuple[str, str], ...]:
    """What a theatre holds, for people: cells by country, lengths, bridges, places by kind."""
    cells = theatre.cells
    road, rail = theatre.road, theatre.rail
    by_country = Counter(theatre.countries[number] if number >= 0 else "sea" for number in cells.country.tolist())
    kinds = Counter(kind for place in theatre.places.values() for kind in place.kinds)
    lengths = {
        "local": float(road.edge_km[road.edge_class == ROAD_LOCAL].sum()),
        "main": float(road.edge_km[road.edge_class == ROAD_MAIN].sum()),
        "dual": float(road.edge_km[road.edge_class == ROAD_DUAL].sum()),
    }
    gauges = {int(gauge): float(rail.edge_km[rail.edge_class == gauge].sum()) for gauge in np.unique(rail.edge_class)}
    return (
        ("theatre", f"{theatre.name}: {theatre.title}"),
        ("state", f"{theatre.provenance.get('state', '')} of {', '.join(theatre.provenance.get('states', []))}"),
        ("cells", f"{len(cells)} at H3 resolution {theatre.resolution}"),
        ("by country", ", ".join(f"{code} {count}" for code, count in by_country.most_common())),
        ("roads, km", ", ".join(f"{name} {km:,.0f}" for name, km in lengths.items())),
        ("railways, km by gauge", ", ".join(f"{gauge} mm {km:,.0f}" for gauge, km in gauges.items())),
        ("road sides of cells", f"{int((cells.road > 0).sum()) // 2}"),
        ("rivers", f"{len(theatre.rivers)} with {int((cells.river > 0).sum()) // 2} sides"),
        ("bridges", f"{int((cells.bridge > 0).sum()) // 2} sides where a road crosses a river"),
        ("places", ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())),
        (
            "coarse network",
            f"{len(theatre.coarse_road.node_lat)} road and {len(theatre.coarse_rail.node_lat)} rail points",
        ),
        ("sea lanes", f"{len(theatre.sea.edge_km)} legs"),
    )
