"""A calendar of rotations as a measure's file, for `hillfort compare --measure FILE`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hillfort.air.posture import Rotation
from hillfort.files.results import documents
from hillfort.foundation.errors import InputError, Problem

TEXT = """\
measure: {name}
title: {title}
description: >-
  {description}
who: Allies with air defence (contributors not named)
cost_meur_per_year: {{value: {yearly:.3g}, low: {yearly_low:.3g}, high: {yearly_high:.3g}, source: judgement, \
grade: F6, note: "1.25 million a week there, as the shipped rotation measures; 0.4 to 3.3"}}
cost_once_meur: {{value: 20, low: 5, high: 60, source: judgement, grade: F6}}
lead_time_months: {{value: 18, low: 6, high: 36, source: judgement, grade: F6}}
patch:
  air:
    crisis_day: chosen
    batteries:
      rotating:
        name: Battery that is there by turns
        side: blue
        country: {country}
        type: {kind}
        place: {place}
        units: {{value: 1, low: 1, high: 1, shape: fixed, source: judgement, grade: F6}}
        presence: rotation
        deploy_h: {{value: 432, low: 192, high: 1300, shape: lognormal, \
source: judgement, grade: F6, note: "18 days from departure and 53 from decision in 2012-13"}}
        source: judgement
        grade: F6
    rotations:
{rotations}
"""
PER_WEEK = (0.4, 1.25, 3.3)
"""Million euros for a week of a battery away from home: judgement,
and the ratio of cost to weeks of the shipped measures."""


def measure_text(name: str, *, stays: Sequence[Rotation], kind: str, place: str, country: str, weeks: int) -> str:
    """The text of a measure's file that brings a battery of one type to one place by a calendar."""
    low, middle, high = (each * weeks for each in PER_WEEK)
    listed = "\n".join(
        f'      {stay.key}: {{battery: rotating, contributor: "{stay.contributor}", first: {stay.first}, last: '
        f"{stay.last}}}"
        for stay in stays
    )
    told = (
        f"{len({stay.contributor for stay in stays})} contributors, {weeks} weeks a year in all, by one calendar; "
        "what counts is the day that an aggressor chooses."
    )
    return TEXT.format(
        name=name,
        title=f"A battery by turns, {weeks} weeks a year",
        description=told,
        yearly=middle,
        yearly_low=low,
        yearly_high=high,
        country=country,
        kind=kind,
        place=place,
        rotations=listed,
    )


def check(path: Path) -> None:
    """Make sure that the file can be written, before anything is computed.

    Raises
    ------
    InputError
        It is there already, is no YAML file, or its folder is not there.
    """
    found = []
    if path.suffix not in (".yaml", ".yml"):
        found.append(Problem(str(path), 0, "--out", "is not the name of a YAML file.", "Let it end in .yaml."))
    if path.exists():
        found.append(Problem(str(path), 0, "--out", "is there already.", "Choose another name or remove it."))
    elif not path.parent.is_dir():
        found.append(Problem(str(path), 0, "--out", "lies in a folder that is not there.", "Make the folder first."))
    if found:
        raise InputError(found, "the request")


def write(path: Path, text: str) -> None:
    """Write the file.

    Raises
    ------
    WriteError
        The system does not let it.
    """
    documents.write(path, text)
