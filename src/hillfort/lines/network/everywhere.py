"""Parameters about lines that hold on any theatre: their names, and which of them act where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from hillfort.foundation.evidence import Evidence

KINDS = (
    "corridor",
    "crossing",
    "bridge",
    "port",
    "strait",
    "sea",
    "airfield",
    "airlift",
    "railhead",
    "transload",
    "line",
    "border",
)
"""Kinds of groups."""
STRUCK = ("port", "airfield", "railhead", "transload", "bridge", "crossing")
"""Kinds of groups that are struck one by one."""
PRICED = ("base_road_winding", "ocean_winding")
"""Columns of the network: each draw has a value of its own."""
FROM_BASE = (*PRICED, "road_reach_km", "rail_reach_km", "great_port_berths")
"""What the way from a base to the network rests on."""
CLOSURES = (
    "corridor_seized_chance",
    "corridor_seized_h",
    "corridor_closed_days",
    "sea_closed_chance",
    "territory_refused_chance",
    *(f"{kind}_struck_chance" for kind in STRUCK),
    "struck_days",
    "repair_factor",
)
"""What is closed, when and for how long, of what the campaign does not say: drawn."""
REPAIRS = {kind: f"repair_days_{kind}" for kind in KINDS}
"""Kind of a group to the days until it carries again; those of single targets are drawn, the others stand."""
READ_ONCE = (
    *FROM_BASE[len(PRICED) :],
    "single_target_links",
    "prepared_repair_days",
    "ferry_lane_metres",
    "stores_ready_h",
    "held_up_h",
    *(REPAIRS[kind] for kind in KINDS if kind not in STRUCK),
)
"""Read once, before any draw: they cannot be doubted."""
PARAMETERS = (*PRICED, *CLOSURES, *(REPAIRS[kind] for kind in STRUCK), *READ_ONCE)
"""All of them; `data/lines/assumptions.yaml` has each."""


class Said(Protocol):
    """What is used of what is said about the lines of a theatre."""

    @property
    def ports(self) -> Mapping[str, object]:
        """Ports by name."""

    @property
    def airfields(self) -> Mapping[str, object]:
        """Airfields by name."""

    @property
    def railheads(self) -> Mapping[str, object]:
        """Railheads by name."""

    @property
    def transloads(self) -> Mapping[str, object]:
        """Transloads by name."""

    @property
    def airlift(self) -> object | None:
        """What transports carry; None where none fly."""

    @property
    def kinds_of_groups(self) -> frozenset[str]:
        """Kinds of the groups that gates, lines and lanes make."""


def problem(name: str, value: Evidence | float, said: Said) -> tuple[str, str] | None:
    """Why a parameter cannot stand there as it is, and what to do; None where it can.

    Assumes
    -------
    What no group of its kind is there for acts on nothing.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> problem("road_reach_km", Evidence(90.0, "km", 50.0, 150.0), read.scenario("marrow").lines.curation)[0]
    "has the shape 'triangular', but it is read once, before any draw."
    """
    if isinstance(value, Evidence) and name in READ_ONCE and value.shape != "fixed":
        advice = "Give `shape: fixed` and the value wanted; try others in scenarios of their own."
        return f"has the shape '{value.shape}', but it is read once, before any draw.", advice
    missing = _missing(name, said)
    if missing:
        advice = f"Name some under `lines`, or leave this out: {missing} are what it speaks of."
        return f"cannot act in this scenario: its lines have no {missing}.", advice
    return None


def _missing(name: str, said: Said) -> str:
    """What a parameter speaks of and the lines of a theatre do not have; '' where they have it."""
    groups = said.kinds_of_groups
    has = {
        "corridor": "corridor" in groups,
        "crossing": "crossing" in groups,
        "bridge": "bridge" in groups,
        "strait": "strait" in groups,
        "port": bool(said.ports),
        "sea": bool(said.ports),
        "airfield": bool(said.airfields),
        "airlift": said.airlift is not None,
        "railhead": bool(said.railheads),
        "transload": bool(said.transloads),
        "ocean": bool(said.ports),
        "great": bool(said.ports),
    }
    about = name.removeprefix("repair_days_").split("_")[0]
    if has.get(about, True):
        return ""
    return _TOLD.get(about, f"{about}s")


_TOLD = {"sea": "ports", "ocean": "ports", "great": "ports", "airlift": "airlift"}
