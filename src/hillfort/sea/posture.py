"""What stands at sea and beside it: ports, waters, lanes, and both sides' means to close and to open them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from hillfort.foundation.evidence import Evidence
from hillfort.foundation.fixed import fix
from hillfort.foundation.keyed import Keyed

SIDES = ("blue", "red")
STATES = ("open", "contested", "closed")
"""Of a lane: ships sail by themselves; they sail in convoy under orders; nobody sails."""
REASONS = ("nothing", "mines", "coastal missiles", "aircraft", "submarines", "surface ships", "willingness to sail")
"""Why a lane is not open: the largest part of the risk as it is believed, or owners who do not trust the calm yet."""


@dataclass(frozen=True, slots=True)
class Port:
    """Where a lane begins or ends."""

    name: str
    lat: float
    lon: float
    country: str


@dataclass(frozen=True, slots=True)
class Water(Keyed):
    """A strait or an approach to a port, narrow and shallow enough for mines."""

    name: str
    kind: str
    """'strait' or 'approach'."""
    lat: float
    lon: float
    length_km: Evidence
    """Of the part that would be mined, along the lane."""
    width_km: Evidence
    """Of the water that mines are spread over."""
    weight: dict[str, Evidence]
    """By side: how much of its mines would go here, against the other waters (only ratios count)."""

    def parts(self) -> dict[str | int, Any]:
        """Its numbers by the names of its fields in a file."""
        names = ("lat", "lon", "length_km", "width_km")
        found: dict[str | int, Any] = {name: getattr(self, name) for name in names}
        return found | {f"{side}_weight": each for side, each in self.weight.items()}

    def with_part(self, step: str | int, part: Any) -> Water:
        """The water with another number."""
        side = str(step).removesuffix("_weight")
        if side in self.weight:
            return replace(self, weight={**self.weight, side: part})
        return replace(self, **{str(step): part})


@dataclass(frozen=True, slots=True)
class Lane(Keyed):
    """A way for ships of one side from one port to another."""

    name: str
    side: str
    start: str
    end: str
    waters: tuple[str, ...]
    """Mined waters that it passes, in order."""
    purpose: str
    """'supply' or 'landing'."""
    lift: Evidence | None = None
    """Battalion equivalents that one landing could carry."""
    garrison: Evidence | None = None
    """Battalion equivalents that would meet it on the shore."""


@dataclass(frozen=True, slots=True)
class Striker(Keyed):
    """A coastal missile battery, or aircraft that attack ships."""

    key: str
    name: str
    side: str
    kind: str
    """'coastal' or 'aircraft'."""
    lat: float
    lon: float
    from_h: Evidence
    """Hour from which it can shoot; never before H-hour."""
    range_km: Evidence
    mast_m: Evidence
    """Height of its own radar above the sea."""
    offboard_share: Evidence
    """Chance that a ship beyond its own horizon is found and followed well enough to shoot, at the start."""
    salvo: Evidence
    """Missiles in one attack."""
    salvos_per_day: Evidence
    """Attacks that it can make in a day on a ship it sees."""
    magazine: Evidence
    rearm_per_day: Evidence
    """Missiles brought up in a day: sorties flown anew, for aircraft."""
    hit_share: Evidence
    """Chance that a missile that is not stopped hits the ship it was meant for."""
    source: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class SurfaceGroup(Keyed):
    """Warships of one side that hunt ('strike') or guard convoys ('escort')."""

    key: str
    name: str
    side: str
    role: str
    lat: float
    lon: float
    from_h: Evidence
    ships: Evidence
    """Ready for sea."""
    shots: Evidence
    """Missiles a ship fires in one exchange."""
    hit_share: Evidence
    stops: Evidence
    """Incoming missiles that a ship engages in one exchange."""
    stop_share: Evidence
    """Share of those that it stops."""
    staying: Evidence
    """Hits that put a ship out of action."""
    reach_km: Evidence
    """How far from its base it hunts."""
    source: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Submarines(Keyed):
    """Boats of one side that hunt ships."""

    key: str
    name: str
    side: str
    lat: float
    lon: float
    from_h: Evidence
    boats: Evidence
    reach_km: Evidence
    source: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class MineStock:
    """Mines of one side, and how it would lay them."""

    side: str
    chance: Evidence
    """That it lays any."""
    stock: Evidence
    per_day: Evidence
    starts_h: Evidence
    """Hour of the first mine; before H-hour if laid in secret."""
    delivered_share: Evidence
    """Share of mines that gets to the water: the rest is lost with the layers or found in time."""


@dataclass(frozen=True, slots=True)
class ClearanceGroup(Keyed):
    """Vessels that find and clear mines."""

    key: str
    name: str
    side: str
    lat: float
    lon: float
    from_h: Evidence
    """Hour at which they sail, from H-hour."""
    vessels: Evidence
    source: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SeaPosture:
    """All that is assumed about the sea; a scenario has one or none."""

    title: str
    ports: dict[str, Port]
    waters: dict[str, Water]
    lanes: dict[str, Lane]
    strikers: dict[str, Striker]
    surface: dict[str, SurfaceGroup]
    submarines: dict[str, Submarines]
    mines: dict[str, MineStock]
    """By side."""
    clearance: dict[str, ClearanceGroup]
    clear_first: dict[str, tuple[str, ...]]
    """By side: waters in the order in which they are cleared; others come after in the order of the file."""
    assumptions: dict[str, Evidence]
    """Parameters of the sea model by name; see data/sea/assumptions.yaml."""
    overridden: dict[str, str] = field(default_factory=dict)

    ORDERED: ClassVar[tuple[str, ...]] = ("waters", "lanes", "strikers", "surface", "submarines", "clearance")
    BESIDE: ClassVar[tuple[str, ...]] = ("overridden",)

    def __post_init__(self) -> None:
        fix(self)

    def __repr__(self) -> str:
        return f"<SeaOrder {self.title}: {len(self.lanes)} lanes, {len(self.waters)} waters>"
