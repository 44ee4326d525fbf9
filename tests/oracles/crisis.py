"""Slow twin of warning and decision: one draw at a time, in plain numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping


def belief_path(
    prior: float, looks: Mapping[str, tuple[float, float, float, bool]], weight: float, length: float
) -> list[tuple[float, float]]:
    """Days before the end and belief after each look, earliest first; a look is (days, hit, false, found)."""
    odds = prior / (1.0 - prior)
    path = []
    ordered = sorted(looks.items(), key=lambda item: (-min(item[1][0], length), item[0]))
    for _, (day, hit, false, found) in ordered:
        ratio = hit / false if found else (1.0 - hit) / (1.0 - false)
        odds *= ratio**weight
        path.append((min(day, length), odds / (1.0 + odds)))
    return path


def passes(prior: float, path: list[tuple[float, float]], threshold: float, length: float) -> float:
    """Days before the end at which belief is enough for the first time; nan where it never is."""
    if prior >= threshold:
        return length
    return next((day for day, belief in path if belief >= threshold), math.nan)


def decided_h(passed: float, tactical_h: float, takes_days: float, open_days: float) -> float:
    """Hour from H-hour at which somebody decides."""
    begins = -tactical_h if math.isnan(passed) else min(-24.0 * passed, -tactical_h)
    return min(begins + 24.0 * takes_days, 24.0 * open_days)


def leaves_h(
    *, council: float, command: float, ally: float, notice: float, prepares: bool, deploys: bool, sends: bool
) -> float:
    """Hours from the warning until a formation without a parliament may leave."""
    begun, released = council, council
    if deploys:
        released = min(released, command)
    if prepares or deploys:
        begun = min(begun, command)
    if sends:
        begun, released = min(begun, ally), min(released, ally)
    return max(released, begun + notice)
