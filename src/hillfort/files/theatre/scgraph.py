"""Roads and railways of `scgraph_data`: literals in a source file, read as text and never run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre.survey import Chords

Bounds = tuple[float, float, float, float]

_PAIR = re.compile(r"(\d+): ([0-9.eE+-]+)")


def read_lines(path: Path, *, bounds: Bounds, kind: int) -> Chords:
    """Edges with both ends in `bounds`, each once, in the order of the file; loops of no length are dropped."""
    graph, nodes = _literals(path)
    points = np.array(json.loads(nodes), dtype=np.float64)
    west, south, east, north = bounds
    lat, lon = points[:, 0], points[:, 1]
    inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    index = np.where(inside, np.cumsum(inside) - 1, -1)
    rows = graph[2:-2].split("}, {")
    pairs: list[tuple[int, int]] = []
    km: list[float] = []
    for number in np.flatnonzero(inside):
        for other, length in _PAIR.findall(rows[number]):
            if int(other) > number and inside[int(other)]:
                pairs.append((int(index[number]), int(index[int(other)])))
                km.append(float(length))
    return Chords.of(points[inside], np.array(pairs), np.array(km), kind=kind)


def _literals(path: Path) -> tuple[str, str]:
    """The text of the two literals `graph=[...]` and `nodes=[...]`."""
    graph = nodes = ""
    with path.open(encoding="utf-8") as text:
        for line in text:
            if line.startswith("graph="):
                graph = line[len("graph=") :].strip()
            elif line.startswith("nodes="):
                nodes = line[len("nodes=") :].strip()
    if not (graph.startswith("[{") and graph.endswith("}]") and nodes.startswith("[[") and nodes.endswith("]]")):
        raise InputError(Problem(str(path), 0, "", "it does not hold the literals 'graph' and 'nodes' as expected."))
    return graph, nodes
