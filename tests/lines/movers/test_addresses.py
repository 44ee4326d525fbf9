"""What the studies of lines print can be set under the address beside it."""

from __future__ import annotations

import pytest

from hillfort.foundation import addressed
from hillfort.lines.movers.assembly import LinesState, assemble
from hillfort.lines.movers.demand import demand
from hillfort.lines.network.network import OPEN_WATER
from hillfort.studies.lines import chance
from lines.laid import scenario


@pytest.mark.parametrize("name", ["marrow", "baltic-2019", "baltic-2025"])
def test_every_doubted_number_of_the_lines_stands_at_its_address(name: str) -> None:
    war = scenario(name)
    assert war.lines is not None
    made = assemble(war.lines.network, demand(war, war.lines.movement), state=LinesState(war.date))
    assert set(made.columns) - set(made.addresses) == {OPEN_WATER}
    for column, address in made.addresses.items():
        assert addressed.get(war, address) == made.columns[column], address


@pytest.mark.parametrize("name", ["marrow", "baltic-2019"])
def test_what_the_scenario_says_of_closures_stands_at_its_address(name: str) -> None:
    war = scenario(name)
    assert war.lines is not None
    columns, addresses = chance.closing_columns(war, war.lines.network), chance.closing_addresses(war)
    assert set(columns) == set(addresses) and {"warning_h", "sea_closed_days", "port_struck_chance"} <= set(addresses)
    for column, address in addresses.items():
        assert addressed.get(war, address) == columns[column], address
