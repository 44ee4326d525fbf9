"""The shipped scenarios, each read once."""

from __future__ import annotations

from functools import cache

from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read


@cache
def shipped(name: str, *measures: str) -> Scenario:
    """A shipped scenario with measures."""
    return read.scenario(name, measures=measures)
