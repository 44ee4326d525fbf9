"""Networks that the tests of this folder share: laid once."""

from __future__ import annotations

from functools import cache

from hillfort.campaign.scenario import Scenario
from hillfort.files import read
from hillfort.files.lines_files import network, shipped_movement
from hillfort.lines.demand import Demand, demand
from hillfort.lines.network import Network


@cache
def scenario(name: str) -> Scenario:
    return read.scenario(name)


@cache
def laid(name: str) -> Network:
    return network(scenario(name).theatre)


@cache
def wanted(name: str) -> Demand:
    return demand(scenario(name), shipped_movement())
