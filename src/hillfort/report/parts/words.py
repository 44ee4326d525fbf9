"""The answer in sentences, as someone would say it to a minister: conditional, with its doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hillfort.report.parts import numbers, toll_words

BESIEGED = 0.5
"""Share of draws with an enemy at the outskirts from which on the headline says so."""
FIRST_PAGE = 0.10
"""A change of a chance from which on a rule stands in the first lines of an answer."""
Summary = Mapping[str, Any]
listing = toll_words.listing
VERDICTS = (
    (0.90, "Under these assumptions it is enough in nearly all draws."),
    (0.67, "Under these assumptions it is enough in most draws, not in all."),
    (0.33, "Under these assumptions it is an open question."),
    (0.10, "Under these assumptions it is not enough in most draws."),
    (-1.0, "Under these assumptions it is not enough in nearly all draws."),
)
"""Lowest chance to hold for each sentence."""


def headline(summary: Summary) -> str:
    """The toll in one sentence: how many protected places are lost, which, for how many days.

    With too few draws to say whether it is enough, it says that instead."""
    few = "toll" not in summary or _too_few(summary["verdict"]["hold"])
    return verdict(summary) if few else toll_words.headline(summary)


def _too_few(asked: Mapping[str, float]) -> bool:
    """Whether the interval of a chance reaches over more than two sentences."""
    return _verdict(asked["low"]) - _verdict(asked["high"]) > 1


def verdict(summary: Summary) -> str:
    """One sentence that says whether it is enough."""
    hold, denied = summary["verdict"]["hold"], summary["verdict"]["denied"]
    lost = denied["chance"] < hold["chance"]  # what he came for, though no protected place may fall
    asked = denied if lost else hold
    middle = _verdict(asked["chance"])
    if _too_few(asked):
        return f"{numbers.plural(summary['draws'], 'draw')} are too few to say whether it is enough.".replace(
            "1 draw are", "1 draw is"
        )
    if lost:
        aims = listing([each["name"] for each in summary["objectives"] if each.get("aim")])
        return f"{VERDICTS[middle][1].removesuffix('.')}: what he is after is {aims}."
    return _besieged(VERDICTS[middle][1], summary) if asked["chance"] >= VERDICTS[2][0] else VERDICTS[middle][1]


def _besieged(said: str, summary: Summary) -> str:
    """The verdict on places that do not fall, with what stands before them: not being lost is not being safe."""
    reached = summary["verdict"]["first_outskirts_h"]["draws"] / max(summary["draws"], 1)
    if reached < BESIEGED:
        return said
    one = "one of them" if sum(each["protected"] for each in summary["objectives"]) > 1 else "it"
    return f"{said.removesuffix('.')}, but an enemy stands at the outskirts of {one} in {numbers.percent(reached)}."


def _verdict(chance: float) -> int:
    """Which sentence a chance to hold falls under."""
    return next(place for place, (least, _) in enumerate(VERDICTS) if chance >= least)


def answer(summary: Summary) -> list[str]:
    """The answer in a few sentences, the most important first."""
    return [
        verdict(summary),
        *([toll_words.at_end(summary)] if "toll" in summary else []),
        hold(summary),
        denied(summary),
        fait_accompli(summary),
        first_loss(summary),
        arrival(summary),
        isolation(summary),
        *([landings(summary)] if summary.get("landings") else []),
    ]


def hold(summary: Summary) -> str:
    """How often the protected places are held."""
    chances = summary["verdict"]
    draws, days = numbers.plural(summary["draws"], "draw"), numbers.plural(summary["days"], "day")
    protected = [each["name"] for each in summary["objectives"] if each["protected"]]
    many = len(protected) > 1
    sentence = (
        f"In {draws}, {'none of the protected places' if many else 'the protected place'} ({listing(protected)}) is "
        f"{'' if many else 'not '}lost within {days} in {numbers.chance(chances['hold'])}"
    )
    if chances["held_at_end"]["chance"] - chances["hold"]["chance"] >= 0.005:
        at_end = numbers.chance(chances["held_at_end"])
        return f"{sentence}; at their end {'all are' if many else 'it is'} in friendly hands in {at_end}."
    return f"{sentence}."


def denied(summary: Summary) -> str:
    """Whether the aggressor ends with what he came for."""
    aims = [each["name"] for each in summary["objectives"] if each.get("aim")]
    chance = numbers.chance(summary["verdict"]["denied"])
    if len(aims) == 1:
        return f"The course of action is after {aims[0]}: it is not in enemy hands at the end in {chance}."
    taken = numbers.range_of(summary["verdict"]["aims_taken"], "objectives")
    return (
        f"The course of action is after {listing(aims)}: none of them is in enemy hands at the end in {chance}; "
        f"taken at some hour are {taken} of {len(aims)} in four draws of five."
    )


def fait_accompli(summary: Summary) -> str:
    """How often a place falls before help has come."""
    chances = summary["verdict"]
    one = "one of them" if sum(each["protected"] for each in summary["objectives"]) > 1 else "it"
    sentence = (
        f"In {numbers.chance(chances['fait_accompli'])} {one} falls while no allied brigade is present in its "
        "country (a fait accompli)"
    )
    arrives = chances["first_brigade_arrives"]["chance"]
    if arrives == 0.0:
        return f"{sentence}; no brigade from outside the region arrives within the period in any draw."
    when = numbers.span(chances["first_brigade_h"], "h")
    rest = "" if arrives == 1.0 else f" in the {numbers.percent(arrives)} of draws in which it arrives at all"
    return f"{sentence}; the first from outside the region arrives {when} after H-hour{rest}."


def first_loss(summary: Summary) -> str:
    """When the first protected place is lost and when the enemy is at its gates."""
    chances = summary["verdict"]
    lost = chances["first_loss_h"]
    if lost["p50"] is None:
        reached = chances["first_outskirts_h"]
        if reached["p50"] is None:
            return "No protected place is lost in any draw, and no enemy comes to the outskirts of one."
        when, among = numbers.span(reached, "h"), numbers.plural(reached["draws"], "draw")
        return (
            f"No protected place is lost in any draw; in {among} an enemy stands at the outskirts of one, {when} "
            "after H-hour."
        )
    draws = numbers.plural(lost["draws"], "draw")
    return (
        f"Where one is lost ({draws}), the first is lost {numbers.span(lost, 'h')} after H-hour; "
        "in brackets, the range of four draws in five."
    )


def arrival(summary: Summary) -> str:
    """How much help arrives by when."""
    days = [day for day in (3, 7, 14, 30) if day < len(summary["reinforcement"])]
    if not days:
        days = [len(summary["reinforcement"]) - 1]
    by_day = {each["day"]: each["battalions"] for each in summary["reinforcement"]}
    if by_day[days[-1]]["p90"] == 0.0:
        return f"From outside the region no battalion arrives by day {days[-1]} in at least nine draws in ten."
    parts = [f"{numbers.span(by_day[day], '')} by day {day}" for day in days]
    return f"Battalions arrived from outside the region: {listing(parts)}."


def isolation(summary: Summary) -> str:
    """Whether the region is cut off."""
    ever, days = summary["verdict"]["ever_isolated"], summary["verdict"]["isolated_days"]
    if ever["chance"] == 0.0:
        return "The region is never without an open way in, in any draw."
    return (
        f"The region is without any open way in at some time in {numbers.chance(ever)}, "
        f"for {numbers.span(days, 'days')} over all draws."
    )


def landings(summary: Summary) -> str:
    """What becomes of landings and air assaults."""
    parts = [
        f"{each['name']}: ashore in {numbers.percent(each['ashore_chance']['chance'])}, relieved in "
        f"{numbers.percent(each['relieved_chance']['chance'])}"
        for each in summary["landings"]
    ]
    return f"Landings and air assaults, in shares of all draws. {'; '.join(parts)}."


def speed(summary: Summary) -> str:
    """How fast the engine was."""
    found = summary["speed"]
    return f"{numbers.rate(found['draws_per_s'], 'draws/s')}, {numbers.rate(found['unit_hours_per_s'], 'unit-hours/s')}"


def drivers(summary: Summary, most: int = 5) -> list[str]:
    """What would change the answer most, a sentence an assumption."""
    if not summary["drivers"]:
        return ["Too few draws, or nothing in doubt, to say what would change the answer (45 draws are the least)."]
    found: list[str] = []
    for question in summary["drivers"]:
        findings = question["findings"][:most]
        if findings:
            found.append(f"{question['title']}, where an assumption is among its lowest and among its highest values:")
        else:
            found.append(f"{question['title']}: nothing among {question['asked']} assumptions stands out from chance.")
        found += [f"- {driver(each, question['unit'])}" for each in findings]
    return found


def hinges(summary: Summary) -> list[str]:
    """What the answer hangs on, strongest first: a sentence, or none where nothing was asked."""
    found = summary.get("hinges")
    if found is None:
        return []
    if not found:
        return ["Too few draws to say which rules the answer hangs on."]
    strong = [each for each in found if each["most"] >= FIRST_PAGE]
    if not strong:
        return [f"None of {len(found)} rules that nobody has published moves the answer by {FIRST_PAGE:.0%} of draws."]
    told = [f"{lower_first(each['title'])} ({_most_of(each)})" for each in strong]
    return [f"The answer hangs on rules that nobody has published: {'; '.join(told)}."]


def spread(summary: Summary) -> list[str]:
    """How much of the difference between draws is doubt and how much luck: a sentence, or none where nothing is known.

    >>> spread({"spread": [{"title": "Chance to hold", "doubt": 0.4, "low": 0.3, "high": 0.5}]})[0].split(": ")[1]
    'the part that knowing more could narrow. The rest is the luck of war.'
    """
    told = [each for each in summary.get("spread") or () if each["doubt"] is not None]
    if not told:
        return []
    parts = [
        f"{numbers.chance({**each, 'chance': each['doubt']})} for the {lower_first(each['title'])}" for each in told
    ]
    return [
        (
            f"Of what sets draws apart, doubt about the assumptions makes {', '.join(parts)}: the part that knowing "
            "more could narrow. The rest is the luck of war."
        )
    ]


def _most_of(hinge: Mapping[str, Any]) -> str:
    """The setting of a hinge that moves a chance most, in words."""
    setting, key = max(
        ((setting, key) for setting in hinge["settings"] for key in setting["differences"]),
        key=lambda pair: abs(pair[0]["differences"][pair[1]]["change"]),
    )
    what = {"hold": "holds", "held_at_end": "all held at the end", "fait_accompli": "fait accompli"}[key]
    return f"{setting['setting']}: {what} {numbers.difference(setting['differences'][key], 'chance')}"


def lower_first(text: str) -> str:
    """A title inside a sentence, unless it begins with a name.

    >>> lower_first("When commanders attack"), lower_first("NATO decides")
    ('when commanders attack', 'NATO decides')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def driver(found: Mapping[str, Any], unit: str) -> str:
    """One finding in words."""
    clear = "" if found["finding"] == "clear" else ", perhaps by chance"
    change = numbers.difference(found, short(unit))
    return f"{found['title']} ({reach(found)}): {levels(found, unit)}, {change}{clear}."


def reach(found: Mapping[str, Any]) -> str:
    """From where to where an assumption goes: medians of its lowest and highest third."""
    unit = found["unit"]
    low, high = numbers.about(found["low_value"], unit), numbers.about(found["high_value"], unit)
    once = low.removesuffix(numbers.about(0.0, unit).removeprefix("0"))
    return f"{once} to {high}".replace("-", "\N{MINUS SIGN}" if found["low_value"] < 0.0 else "-")


def levels(found: Mapping[str, Any], unit: str) -> str:
    """The answer in both thirds."""
    if unit == "chance":
        return f"{numbers.percent(found['at_low'])} to {numbers.percent(found['at_high'])}"
    low, high = (numbers.level(found[key], short(unit)) for key in ("at_low", "at_high"))
    return f"{low} to {high}"


def short(unit: str) -> str:
    """The unit without its explanation."""
    return "h" if unit.startswith("hours") else unit


def sentence_case(text: str) -> str:
    """A capital letter at the start, the rest as it is.

    >>> sentence_case("quality of troops, BY")
    'Quality of troops, BY'
    """
    return text[:1].upper() + text[1:]


def title(summary: Summary) -> str:
    """Which question was asked."""
    measures = f" with {listing(summary['measures'])}" if summary["measures"] else ""
    return f"{summary['scenario']['name']}{measures}, course of action '{summary['coa']}'"


def comparison(option: Mapping[str, Any], draws: int) -> str:
    """One measure against the baseline in a sentence."""
    if option["identical"]:
        return f"{option['name']}: not one of {numbers.plural(draws, 'draw')} changes."
    hold = next(each for each in option["differences"] if each["aspect"] == "hold")
    verb = {
        "better": "raises the chance to hold",
        "worse": "lowers the chance to hold",
        "unclear": "shows no change of the chance to hold that these draws can tell from luck",
        "none": "does not change who holds in any draw",
    }[hold["finding"]]
    return (
        f"{option['name']} {verb}: {numbers.percent(hold['baseline'])} to {numbers.percent(hold['option'])}, "
        f"{numbers.difference(hold, 'chance')} over {numbers.plural(draws, 'paired draw')}."
    )


FINDINGS = {
    "none": "no change",
    "unclear": "within chance",
    "better": "better for the defender",
    "worse": "worse for the defender",
    "changed": "a change",
}
"""How a paired difference is read."""


def level(number: float, unit: str) -> str:
    """A mean of one option in its unit."""
    return numbers.percent(number) if unit == "chance" else numbers.level(number, unit)


def cost(ask: Mapping[str, Any]) -> str:
    """What a measure asks for, of whom, and when it would be there."""
    ranges = (ask["cost_once_meur"], ask["cost_meur_per_year"], ask["lead_time_months"])
    if all(found["high"] == 0 for found in ranges):
        return f"{ask['title']} ({ask['who']}): costs nothing and takes no time."
    parts = [
        f"{label} {numbers.value(found['value'], unit)} ({numbers.evidence_range(found['low'], found['high'], '')})"
        for label, found, unit in (
            ("costs", ask["cost_once_meur"], "M EUR once"),
            ("and", ask["cost_meur_per_year"], "M EUR a year"),
            ("takes", ask["lead_time_months"], "months"),
        )
    ]
    return f"{ask['title']} ({ask['who']}): {' '.join(parts[:2])}, {parts[2]}."
