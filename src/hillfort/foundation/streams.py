"""Named streams of chance and doubt, and the seed they hang from.

Each decision that involves luck has its own stream, so that adding one process leaves the numbers of all others
untouched. The numbers are part of the format of results: they are never reused or renumbered.
"""

from __future__ import annotations

import secrets
import zlib

ENGAGEMENT = 1
"""The part of an engagement's luck that stays with it."""
ENGAGEMENT_DAY = 2
"""The part of an engagement's luck that is new every day."""
LOSS = 3
"""Intensity of an engagement: how bloody."""
EXCHANGE = 4
"""Loss exchange of an engagement: who bleeds."""
BRIDGE = 5
"""Whether a bridge is down when an enemy reaches it."""
SURPRISE = 6
"""Whether the attack comes as a surprise."""
SEA = 9
"""When the sea closes."""
BATTLE = 10
"""The part of a battle's luck that lasts and that all its cells share."""
BATTLE_DAY = 11
"""The part of a battle's luck that is new every day and that all its cells share."""
SURRENDER = 12
"""Whether a cut-off unit gives up in a step."""
PASSAGE = 33
"""Whether a transport comes through on a contested lane."""
LIFT = 34
"""Which parts of a load come through on the way to a landing."""
LANDING = 35
"""Whether a landing gains a foothold."""
SEA_MINES = 30
"""Whether a side lays mines."""
SEA_MEETING = 31
"""Whether surface groups meet on a day."""
SEA_EXCHANGE = 32
"""Who hits whom when they do."""
MOVE = 60
"""What a model does not know of a single real move, and how its days were counted."""
CITY = 70
"""What a law does not know of one fight for a city, and who prevails in it."""
AIR_PRESENCE = 40
"""Whether a battery that rotates is there on D-day."""
AIR_WEATHER = 41
"""Whether a day has weather for attack from the air."""
LINES_LOST = 50
"""Whether a group of links is lost."""
LINES_HOUR = 51
"""When it is lost, within what is expected."""
LINES_REPAIR = 52
"""How long it stays lost, within what is expected."""
CRISIS = 80
"""What watchers find of a build-up, and what came before it."""
DOUBT = 100
"""One uniform for each assumption and draw: epistemic, never mixed with chance."""

STREAMS = {name: value for name, value in dict(globals()).items() if name.isupper() and isinstance(value, int)}

LARGEST = 2**32 - 1


def address_of(name: str) -> int:
    """A stable number for a name, so that a unit keeps its luck when others are added.

    >>> address_of("ee-1bde/1") == address_of("ee-1bde/1")
    True
    """
    return zlib.crc32(name.encode("utf-8"))


def new_seed() -> int:
    """A seed for someone who gave none; it is recorded with the result like any other."""
    return secrets.randbelow(2**31)
