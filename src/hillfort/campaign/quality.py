"""Quality of armies before anything is known of a war: what their countries could spend on each soldier."""

from __future__ import annotations

from hillfort.campaign.scenario import Scenario


def wealth_of_countries(scenario: Scenario) -> dict[str, float]:
    """Logarithm of product per head of each country with battalions in the scenario, at its date.

    Countries that the table does not know take the mean of those it does, so that they neither gain nor lose by it.

    Assumes
    -------
    Wealth stands for training, equipment and upkeep; what a scenario says of a country's quality comes on top.

    Sources
    -------
    The law's terms of wealth are fitted to battles since 1900 (`ground.fit`); the table is in `data/ground/wealth.json`.
    """
    table, year = scenario.adjudication.wealth, float(scenario.date[:4])
    countries = sorted({each.country for each in scenario.battalions})
    known = {code: table.log_per_head(table.codes.get(code, code), year) for code in countries}
    values = [value for value in known.values() if value is not None]
    middle = sum(values) / len(values) if values else 0.0
    return {code: middle if value is None else value for code, value in known.items()}
