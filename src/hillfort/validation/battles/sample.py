"""Which battles of a file are those that the model was fitted to, however they are spelt and dated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.errors import on_lines
from hillfort.ground.fight import Wealth
from hillfort.validation.battles.file import Battle

NEAR = 0.02
"""Strengths that differ by less than this share are the same strength, rounded."""
YEARS = 1.0
"""Years that differ by no more are the same campaign's."""
LEFT_OUT = frozenset(("battle", "battles", "of", "the", "at", "in", "de", "la", "le"))
COUNTED = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
}
NAME, STRENGTHS, ONE_STRENGTH = 3.0, 3.0, 1.0
FOUND, PERHAPS = 4.0, 3.0
"""Marks that make a battle one of the record, and that make it perhaps one; without its name it needs one more."""


@dataclass(frozen=True, slots=True)
class Familiar:
    """Lines of the battles that are in the record, of those that perhaps are, and how many are not."""

    found: tuple[int, ...]
    perhaps: tuple[int, ...]
    others: int


def spelt(name: str) -> frozenset[str]:
    """A battle's name as the set of its words, without marks on letters, articles, and ways to count.

    >>> spelt("Second Battle of El Alamein") == spelt("EL ALAMEIN II")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode("ascii")
    words = [COUNTED.get(each, each) for each in re.findall(r"[a-z]+|[0-9]+(?=st|nd|rd|th)|[0-9]+", plain)]
    return frozenset(each for each in words if each not in LEFT_OUT and each not in ("st", "nd", "rd", "th"))


def familiar(battles: Sequence[Battle], known: Sequence[Battle], wealth: Wealth) -> Familiar:
    """Battles of a file that are in the record `known`, by name, strengths, year, armies and key together.

    No one of them is needed: a date that a spreadsheet turned, an army by another name or a column that is absent
    leaves the others. Marks are given for what agrees and taken for years that do not.
    """
    names = [spelt(each.name) for each in known]
    keys = [each.isqno.strip().casefold() for each in known]
    sides = [_sides(each, wealth) for each in known]
    strengths = np.array([_strengths(each) for each in known]).reshape(-1, 2)
    years = np.array([np.nan if each.fight.year is None else each.fight.year for each in known])
    found, perhaps = [], []
    for each in battles:
        name, armies, key = spelt(each.name), _sides(each, wealth), each.isqno.strip().casefold()
        same = np.array([bool(name) and name == other for other in names])
        marks = NAME * same + _of_strengths(np.array(_strengths(each)), strengths)
        year = np.nan if each.fight.year is None else each.fight.year
        marks += 1.0 * (np.abs(years - year) <= YEARS) - 2.0 * (np.abs(years - year) > 2.0 * YEARS)
        marks += [float(all(mine & theirs for mine, theirs in zip(armies, other, strict=True))) for other in sides]
        marks += [float(key == other) for other in keys]
        best = float(np.max(marks - (~same), initial=0.0))
        if best >= FOUND:
            found.append(each.line)
        elif best >= PERHAPS - 1.0 and float(np.max(marks, initial=0.0)) >= PERHAPS:
            perhaps.append(each.line)
    return Familiar(tuple(found), tuple(perhaps), len(battles) - len(found) - len(perhaps))


def _strengths(battle: Battle) -> tuple[float, float]:
    attacker, defender = battle.fight.attacker_persons, battle.fight.defender_persons
    return attacker or np.nan, defender or np.nan


def _of_strengths(mine: NDArray[np.float64], theirs: NDArray[np.float64]) -> NDArray[np.float64]:
    near = np.abs(theirs / mine - 1.0) <= NEAR
    marks: NDArray[np.float64] = np.where(near.all(axis=1), STRENGTHS, ONE_STRENGTH * near.any(axis=1))
    return marks


def _sides(battle: Battle, wealth: Wealth) -> tuple[frozenset[str], frozenset[str]]:
    armies = (battle.fight.attacker_army, battle.fight.defender_army)
    first, second = (
        frozenset(wealth.countries(each)) or frozenset({each.casefold().strip()} - {""}) for each in armies
    )
    return first, second


def in_words(familiar: Familiar) -> str:
    """How many battles the model has seen, in a sentence.

    >>> said, warning = in_words(Familiar((2, 3), (5,), 4)).split("; ")
    >>> said
    'In sample: 2 of 7 battles are in the record that the model is fitted to, 1 perhaps (line 5), 4 not'
    >>> warning
    'the scores are no test for those that are.'
    """
    count = len(familiar.found) + len(familiar.perhaps) + familiar.others
    if not familiar.found and not familiar.perhaps:
        return f"Out of sample: none of {count} battles is found in the record that the model is fitted to."
    perhaps = f"{len(familiar.perhaps)} perhaps ({on_lines(familiar.perhaps)})" if familiar.perhaps else "0 perhaps"
    return (
        f"In sample: {len(familiar.found)} of {count} battles are in the record that the model is fitted to, "
        f"{perhaps}, "
        f"{familiar.others} not; the scores are no test for those that are."
    )
