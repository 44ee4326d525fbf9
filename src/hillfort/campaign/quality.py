"""Quality of armies before anything is known of a war: what their countries could spend on each soldier."""

from __future__ import annotations

import math

from hillfort.campaign.scenario import Scenario


def wealth_of_countries(scenario: Scenario) -> dict[str, float]:
    """Logarithm of product per head of each country with battalions in the scenario, at its date.

    Countries that the table does not know take the mean of those it does, so that they neither gain nor lose by it.

    Assumes
    -------
    Wealth stands for training, equipment and upkeep; what a scenario says of a country's quality comes on top.

    Sources
    -------
    The law's terms of wealth are fitted to battles since 1900 (`ground.fit`); the table is in
    `data/ground/wealth.json`.
    """
    table, year = scenario.adjudication.wealth, float(scenario.date[:4])
    countries = sorted({each.country for each in scenario.battalions})
    known = {code: table.log_per_head(table.codes.get(code, code), year) for code in countries}
    values = [value for value in known.values() if value is not None]
    middle = sum(values) / len(values) if values else 0.0
    return {code: middle if value is None else value for code, value in known.items()}


def factors_by_wealth(scenario: Scenario) -> dict[str, float]:
    """Strength that the law takes a country's troops for, each head, against an army of the scenario's mean wealth.

    It comes on top of the `quality` that the scenario states. By country with battalions; above 0, and 1 for all of
    them where the law is one without wealth, or where the scenario states the difference of the two sides itself.

    Assumes
    -------
    The factor is the one of force ratio that moves the margin as much as wealth does: exp(weight of wealth x
    tanh(difference of ln product per head) / weight of force ratio), at the best values of both weights.

    Sources
    -------
    As `wealth_of_countries`; the weights stand in the scenario's `assumptions`.

    >>> import hillfort as hf
    >>> sorted(factors_by_wealth(hf.scenario("marrow")).values())
    [1.0, 1.0, 1.0]
    """
    wealth = wealth_of_countries(scenario)
    middle = sum(wealth.values()) / len(wealth) if wealth else 0.0
    if scenario.quality_difference is not None:
        return dict.fromkeys(wealth, 1.0)
    weight, ratio = (scenario.assumptions[f"fit_margin_{term}"].value for term in ("wealth", "ratio"))
    return {code: math.exp(weight * math.tanh(value - middle) / ratio) for code, value in wealth.items()}


def year_of_wealth(scenario: Scenario, country: str) -> int | None:
    """The reference year of a country's product per head: the last one not after the scenario's;
    None where none is known.

    Assumes
    -------
    As `wealth_of_countries`.
    """
    table = scenario.adjudication.wealth
    names = table.countries(table.codes.get(country, country))
    years = [year for name in names for year in table.per_head[name] if year <= int(scenario.date[:4])]
    return max(years) if years else None
