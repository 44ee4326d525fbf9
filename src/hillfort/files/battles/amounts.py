"""How many people an account speaks of: figures, spans, bounds and formations in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hillfort.files.tables.cells import readings
from hillfort.foundation.evidence import Evidence
from hillfort.ground.city.law import CityAmount

MOST_PEOPLE = 10_000_000.0
BEYOND = 1.5
"""How far a bound may be from the number that it bounds, as a factor."""
NOBODY = re.compile(
    r"^0$|\b(un|dis)organi[sz]ed\b|\bnot (organi[sz]ed|defended)\b|\bno "
    r"(organi[sz]ed|garrison|defen[cd]ers?|defence|troops)\b"
    r"|\bundefended\b|\bnobody\b|\bempty\b",
    re.IGNORECASE,
)
_WORDS = {
    "a": (1, 1), "an": (1, 1), "one": (1, 1), "two": (2, 2), "three": (3, 3), "four": (4, 4), "five": (5, 5),
    "six": (6, 6),
    "seven": (7, 7), "eight": (8, 8), "nine": (9, 9), "ten": (10, 10), "eleven": (11, 11), "twelve": (12, 12),
    "dozen": (12, 12),
    "half": (0.5, 0.5), "several": (3, 6), "few": (2, 4), "some": (2, 5), "couple": (2, 2), "many": (4, 12),
    "both": (2, 2),
}  # fmt: skip
_UNITS = {
    "company": "company", "companies": "company", "battalion": "battalion", "battalions": "battalion",
    "btn": "battalion",
    "bn": "battalion", "bns": "battalion", "btg": "battalion", "btgs": "battalion", "regiment": "regiment",
    "regiments": "regiment",
    "brigade": "brigade", "brigades": "brigade", "bde": "brigade", "bdes": "brigade", "division": "division",
    "divisions": "division", "div": "division", "divs": "division", "corps": "corps", "army": "army", "armies": "army",
}  # fmt: skip
_FIGURE = r"[0-9]+(?:[.,'’\u00a0\u2009\u202f ](?=[0-9]{3}(?![0-9]))[0-9]{3})*(?:[.,][0-9]+)?"
_SCALE = r"(?:\s*(?P<{0}>k|thousand|thousands|million|mln|m)\b)?"
_LINK = r"\s*(?:-|–|—|\bto\b|\bor\b|/)\s*"
_STRANGE = re.compile(
    r"(?:^|\s)[-\N{MINUS "
    r"SIGN}]\s*[0-9]|[0-9]_[0-9]|\b0x[0-9a-f]|[0-9]e\+?[0-9]|[0-9],[0-9]{1,2}(?![0-9])(?!\s*(?:k|m|thousand|million)\b)",
    re.IGNORECASE,
)
"""Minus signs, underscores, exponents and parts of people."""
_BETWEEN = re.compile(r"\bbetween\s+([^a-z;]*?)\s+and\s+", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"\b(?P<count>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) "
    r"(?P<scale>hundred|thousand|million)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?P<before>\b(?:up to|at most|under|below|fewer than|less than|nearly|almost|over|above|more than|at least"
    rf"|from|no more than|no fewer than)\s+|[<>≤≥]=?\s*)?"
    rf"(?P<first>{_FIGURE}){_SCALE.format('scale')}(?:(?P<link>{_LINK})[~≈]?(?P<last>{_FIGURE}){_SCALE.format('last_scale')})?"
    r"(?P<plus>\s*\+|\s+or "
    r"more\b)?(?P<what>\s*(?:[a-z-]+\s+){0,2}?(?:km2?|km²|vehicles?|tanks?|guns?|aircraft|pieces|days?|weeks?"
    r"|months?|hours?|per "
    r"cent|percent|kilomet\w+|miles?|armou?red|afvs?|trucks?|mortars?|st\b|nd\b|rd\b|th\b)\b|\s*%)?",
    re.IGNORECASE,
)
_COUNT = r"(?:[0-9]+(?:st|nd|rd|th)\b|(?<![0-9.,])[0-9]{1,3}(?![0-9.,])|\b(?:" + "|".join(_WORDS) + r")\b)"
_FORMATION = re.compile(
    rf"(?:(?P<first>{_COUNT})(?:\s*(?:-|–|\bto\b|\bor\b)\s*(?P<last>{_COUNT}))?\s+)?(?:(?!(?:and|or|plus|of|a|men|people|with)\b)[a-z-]+\s+){{0,3}}?"
    rf"\b(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_OF_THE_DAY = re.compile(r"\b(?:day|d\+?|week|month|hour)\s*[0-9]+|\b(?:19|20)[0-9]{2}\b(?=\s*[):]|$)", re.IGNORECASE)
_JOINED = re.compile(r"^[^0-9,;]{0,30}?(?:\band\b|\bplus\b|\+)[^0-9,;]{0,20}[0-9]", re.IGNORECASE)
_JOINS = re.compile(r"[0-9][^0-9,;]{0,30}?(?:\band\b|\bplus\b|\+)[^0-9,;]{0,20}$", re.IGNORECASE)
"""A figure is joined to formations before it, or formations to a figure before them."""
_LATER = re.compile(
    r"\b(?:later|then|afterwards|eventually|finally|by the end|reinforced|rising to|grew)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a cell says of a number of people."""

    people: CityAmount | None = None
    nobody: bool = False
    """It says that nobody is there, or that nobody has organised them."""
    wrong: str = ""
    """Why a cell with figures cannot be understood; then nothing else is known."""


def people_of(text: str, formations: Mapping[str, Evidence], decimal: str = "") -> Told:
    """How many people a cell speaks of, at the start of what it tells.

    Parameters
    ----------
    text : str
        As people write it: '38,000 around; later to 60,000', '3,000 (3,000-6,000)', 'two or three brigades', '40,000+'.
    formations : mapping
        `battalion_people` and the like, by name.
    decimal : str
        The decimal mark of the file, '' where nothing in it says.

    Notes
    -----
    What is said to have come later is not known at the start and left out. A second account in brackets widens the
    first. Figures that are joined by `and` or a plus add up. Counts of vehicles, days and kilometres are no people.

    Examples
    --------
    >>> people_of("1,000-5,000 (Moscow: 12,000)", {}).people
    CityAmount(low=1000.0, high=12000.0)
    >>> people_of("70,000 and 7,000 vehicles; 115 km to the city", {}).people
    CityAmount(low=70000.0, high=70000.0)
    >>> people_of("not organised", {}).nobody, people_of("unknown militia of the town", {}).people
    (True, None)
    """
    if NOBODY.search(text.strip()):
        return Told(nobody=True)
    if _STRANGE.search(text):
        return Told(wrong=f"'{text[:40]}' says no number of people that is understood.")
    text = _BETWEEN.sub(r"\1 to ", _IN_WORDS.sub(_in_figures, text))
    start = text.split(";")[0]
    found = _LATER.search(start)
    start = start[: found.start()] if found and re.search(r"[0-9]", start[: found.start()]) else start
    outside = re.sub(r"\([^()]*\)?", " , ", start)
    inside = " ".join(re.findall(r"\(([^()]*)\)?", start))
    other = _people(inside, {}, decimal)
    main = _people(outside, {}, decimal) and _people(outside, formations, decimal)
    main = main or other or _people(f"{outside} {inside}", formations, decimal)
    if main is None:
        return Told()
    if other is not None and main.low / 100.0 < other.high and other.low < main.high * 100.0:
        main = CityAmount(min(main.low, other.low), max(main.high, other.high))
    if main.high > MOST_PEOPLE:
        return Told(wrong=f"'{text[:40]}' is more than {MOST_PEOPLE:,.0f} people.")
    return Told(main)


def _people(text: str, formations: Mapping[str, Evidence], decimal: str) -> CityAmount | None:
    """The first figure of people with what is added to it; formations in words where there is no figure."""
    text = _OF_THE_DAY.sub(" ", text)
    plain = _FORMATION.sub(" ", text)
    parts: list[CityAmount] = []
    end = 0
    for each in _NUMBER.finditer(plain):
        if each["what"]:
            continue
        if parts and not re.search(r"(?:\band\b|\+|\bplus\b)", plain[end : each.start()]):
            break
        amount = _figure(each, decimal)
        if amount is not None:
            parts.append(amount)
            end = each.end()
    words = list(_FORMATION.finditer(text)) if formations else []
    if parts and not any(_JOINED.search(text[each.end() :]) or _JOINS.search(text[: each.start()]) for each in words):
        words = []  # '9,000 men of three brigades' are those of the brigades
    parts += [_formation(each, formations) for each in words]
    if not parts:
        return None
    return CityAmount(sum(each.low for each in parts), sum(each.high for each in parts))


def _in_figures(found: re.Match[str]) -> str:
    scale = {"hundred": 100, "thousand": 1000, "million": 1_000_000}[found["scale"].casefold()]
    return str(int(_WORDS[found["count"].casefold()][0]) * scale)


def _figure(found: re.Match[str], decimal: str) -> CityAmount | None:
    first, last = _value(found["first"], found["scale"], decimal), None
    if found["last"]:
        last = _value(found["last"], found["last_scale"], decimal)
        if first is not None and found["last_scale"] and not found["scale"]:
            first = _value(found["first"], found["last_scale"], decimal)
    if first is None or (found["last"] and last is None) or first <= 0.0:
        return None
    if last is None:
        return _bounded(first, found)
    if first < last / 100.0 and first < 1000.0:
        first *= 1000.0  # '38-40,000'
    return CityAmount(min(first, last), max(first, last))


def _bounded(value: float, found: re.Match[str]) -> CityAmount:
    before = (found["before"] or "").strip().casefold()
    if (
        found["plus"]
        or before in ("over", "above", "more than", "at least", "from", "no fewer than")
        or ">" in before
        or "≥" in before
    ):
        return CityAmount(value, value * BEYOND)
    if (
        before in ("up to", "at most", "under", "below", "fewer than", "less than", "no more than")
        or "<" in before
        or "≤" in before
    ):
        return CityAmount(value / BEYOND, value)
    return CityAmount(value, value)


def _value(text: str, scale: str | None, decimal: str) -> float | None:
    """A figure; people are whole, so that three digits behind a mark are thousands."""
    found = readings(text)
    if not found:
        return None
    factor = {"k": 1e3, "thousand": 1e3, "thousands": 1e3, "million": 1e6, "mln": 1e6, "m": 1e6}.get(
        (scale or "").casefold(), 1.0
    )
    if len(found) > 1 and factor > 1.0 and decimal:
        found = tuple(each for each in found if each[0] == decimal) or found
    value = max(each[1] for each in found) if factor == 1.0 else min(each[1] for each in found)
    return value * factor


def _formation(found: re.Match[str], formations: Mapping[str, Evidence]) -> CityAmount:
    size = formations[f"{_UNITS[found['unit'].casefold()]}_people"]
    few, many = _count(found["first"] or "a")
    if found["last"]:
        many = _count(found["last"])[1]
    return CityAmount(few * size.low, many * size.high)


def _count(word: str) -> tuple[float, float]:
    plain = word.casefold()
    if plain in _WORDS:
        few, many = _WORDS[plain]
        return float(few), float(many)
    if not plain.isdigit():
        return 1.0, 1.0  # '72nd Brigade' is one
    return float(plain), float(plain)
