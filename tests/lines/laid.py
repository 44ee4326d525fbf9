"""Networks that the tests of this folder share: laid once."""

from __future__ import annotations

from functools import cache

from hillfort.campaign.scenario import Scenario
from hillfort.files.lines.read import network, shipped_movement
from hillfort.files.scenario import read
from hillfort.lines.movers.demand import Demand, demand
from hillfort.lines.network.network import LineNetwork


@cache
def scenario(name: str) -> Scenario:
    return read.scenario(name)


@cache
def laid(name: str) -> LineNetwork:
    return network(scenario(name).theatre)


@cache
def wanted(name: str) -> Demand:
    return demand(scenario(name), shipped_movement())
