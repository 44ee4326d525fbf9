"""The order of a campaign's hour: one row a step, as the kernel takes them."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """One step of the hour."""

    name: str
    """Name of the kernel function."""
    reads: str
    writes: str
    words: str


HOUR: tuple[Step, ...] = (
    Step(
        "sky_hour",
        "bases held, where the enemy is, weather",
        "who holds the sky; losses, pace, lines and airlift of this hour",
        "With an air order: sorties of both sides, what they meet, and what they do to ground, columns and lines.",
    ),
    Step(
        "sea_step",
        "mines, missiles, ships, willingness to sail",
        "lanes open, contested or closed",
        "With a sea order, every 6 hours: the state of each lane, made before the fighting ashore.",
    ),
    Step(
        "check_ways",
        "control, units, sea and air closure",
        "ways in open or closed",
        "See which ways into the region are open; the region is isolated in an hour with none.",
    ),
    Step(
        "draw_on_stocks",
        "ways in open or closed",
        "days that the region's depots hold",
        "The region's depots live on stocks while it is isolated and refill while it is not; empty and isolated, they bring nothing.",
    ),
    Step(
        "bring_in",
        "notice, decision, ways in",
        "units on the map",
        "Units outside whose notice has run out set out by their best open way, queue at its end for as long as those before take "
        "it up, or turn to another.",
    ),
    Step(
        "find_lines",
        "control, depots, distance",
        "share of consumption that arrives",
        "Every 24 hours, and every 6 for those who had none: which source in own hands is nearest, and whether own "
        "ground leads there.",
    ),
    Step(
        "resupply",
        "lines, who was busy",
        "days of supply",
        "Every 12 hours: consume, and receive what the line brings; the long encircled give up.",
    ),
    Step(
        "raise_alerts",
        "intruders",
        "alerts",
        "Every 6 hours: which places that reserves watch have an intruder near or were taken; alerts fade over a day.",
    ),
    Step(
        "want",
        "tasks, clocks, enemies ahead",
        "aim or field of each unit",
        "Each unit looks at its task: stay, march along a field, or attack the cell ahead.",
    ),
    Step(
        "gather_fires",
        "guns, engaged units",
        "fires of each command",
        "Each command's guns within reach of one of its fights are shared among its engaged units.",
    ),
    Step(
        "resolve",
        "powers, luck",
        "losses, ground given up",
        "For each contested cell: ratio, margin, losses, advance; defenders stand, delay, give way or are overrun.",
    ),
    Step(
        "move",
        "fields, roads, bridges, room",
        "cells, control, queues",
        "Each unit that is free to march does so, as far as roads, queues, bridges and room allow; ground changes hands.",
    ),
    Step("air_losses", "who marches or fights", "strength", "Aircraft wear down those who march or fight."),
    Step("check_units", "strength, cohesion", "status", "Units break, rally, or cease to exist."),
    Step(
        "rest",
        "who marched or fought",
        "fatigue, cohesion",
        "The busy tire; the others rest and regain cohesion while in supply.",
    ),
)


def table() -> str:
    """The steps of an hour as text, one a line.

    >>> table().splitlines()[0].split()[0]
    'sky_hour'
    """
    width = max(len(step.name) for step in HOUR)
    return "\n".join(f"{step.name:<{width}}  {step.words}" for step in HOUR)
