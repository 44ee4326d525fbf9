"""Whether what a scenario says of correlations can be: between doubted values that act, and possible together."""

from __future__ import annotations

import math

from hillfort.campaign.doubt import doubted
from hillfort.campaign.scenario import Scenario
from hillfort.foundation import addressed
from hillfort.foundation.correlation import Correlation, contradiction
from hillfort.foundation.doubted import Doubted
from hillfort.foundation.errors import Problem, did_you_mean
from hillfort.ground.fitted import FITTED

_BY_THE_FIT = {f"assumptions.{name}" for name in FITTED}


def correlation_problems(scenario: Scenario, *, also_fixed: bool = False) -> list[Problem]:
    """Everything that is wrong with a scenario's correlations, each with its place in the list.

    Parameters
    ----------
    scenario : Scenario
    also_fixed : bool
        Whether a value may be certain: a correlation says nothing about it then. So after a measure, or a change in
        Python, which may settle what the scenario doubts.

    Assumes
    -------
    A value that one course of action doubts and another does not is correlated where it is doubted.
    """
    if not scenario.correlations:
        return []
    known: dict[str, Doubted] = {}
    for coa in scenario.courses_of_action:
        for address, about in doubted(scenario, coa).items():
            if address not in known or not known[address].acts:
                known[address] = about
    problems: list[Problem] = []
    for index, each in enumerate(scenario.correlations):
        problems += _of_one(scenario, index, each, known, also_fixed=also_fixed)
    seen: dict[frozenset[str], int] = {}
    for index, each in enumerate(scenario.correlations):
        if each.pair in seen:
            found = f"is said twice: correlations[{seen[each.pair]}] is about the same two."
            problems.append(Problem(scenario.name, 0, f"correlations[{index}]", found, "Keep one of them."))
        seen.setdefault(each.pair, index)
    if not problems and (contrary := contradiction(scenario.correlations)) is not None:
        wrong, found, advice = contrary
        where = f"correlations[{scenario.correlations.index(wrong)}].rank"
        problems.append(Problem(scenario.name, 0, where, f"{wrong.rank:g} {found}", advice))
    return problems


def _of_one(
    scenario: Scenario, index: int, each: Correlation, known: dict[str, Doubted], *, also_fixed: bool
) -> list[Problem]:
    here = f"correlations[{index}]"
    problems = []
    if not (math.isfinite(each.rank) and -1.0 <= each.rank <= 1.0):
        found = f"{each.rank} is out of range."
        problems.append(Problem(scenario.name, 0, f"{here}.rank", found, "Allowed: -1 to 1, Spearman's coefficient."))
    if len(each.pair) < 2:
        found = f"'{each.between[0]}' stands on both sides."
        problems.append(Problem(scenario.name, 0, f"{here}.between", found, "Name two different values."))
    for number, address in enumerate(each.between):
        said = _of_address(scenario, address, known, also_fixed=also_fixed)
        if said is not None:
            problems.append(Problem(scenario.name, 0, f"{here}.between[{number}]", *said))
    return problems


def _of_address(
    scenario: Scenario, address: str, known: dict[str, Doubted], *, also_fixed: bool
) -> tuple[str, str] | None:
    """What is wrong with an address of a correlation and what to do, or None."""
    if address in _BY_THE_FIT:
        found = f"'{address}' is drawn together with the others of the fitted law, as the fit says."
        return found, "Name a value that is doubted by itself."
    about = known.get(address)
    if about is not None and not about.acts:
        return f"'{address}' cannot act in this scenario.", "Leave the correlation out, or add what it acts on."
    if about is not None and about.evidence.low < about.evidence.high:
        return None
    if about is not None or addressed.at(scenario, address) is not None:
        if about is not None and also_fixed:
            return None
        state = "is certain: it has no range" if about is not None else "is not doubted from draw to draw"
        return f"'{address}' {state}, so that nothing goes together with it.", "Name a value that each draw varies."
    near = addressed.nearest(scenario, address)
    advice = f"Did you mean '{near}'?" if near in known else did_you_mean(address, known)
    return f"'{address}' is not there.", advice
