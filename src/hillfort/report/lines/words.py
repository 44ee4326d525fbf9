"""The answer on lines of communication in sentences and small tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hillfort.report.parts import numbers, words

Summary = Mapping[str, Any]
Part = tuple[str, list[str], list[list[str]]]
"""Heading, sentences, table with its head first."""
SHOWN_DAYS = (5, 10, 15, 20, 25, 30, 45, 60)
MOST_NAMES = 3
LITTLE = 0.05
"""Share of what the lines could carry below which it is releases that are missing."""


def headline(summary: Summary) -> str:
    """The answer in a sentence."""
    if summary["undisturbed"] < 1.0:
        return f"Nothing can arrive by day {_day(summary['by_day'])}."
    found = summary["isolating_set"]
    if found["groups"] is None:
        return "No loss of groups cuts the region off."
    if not found["groups"]:
        return "The region is cut off as it is."
    lost = f"{_listed(found['groups'])} {'is' if len(found['groups']) == 1 else 'are all'} lost"
    if not found["proved"]:
        return f"Cut off if {lost}; whether by fewer is not proved: between {_fewest(found)}."
    return f"Cut off only if {lost}."


def title(summary: Summary) -> str:
    """What the answer is about."""
    closed = f"; closed: {_listed(summary['close'])}" if summary["close"] else ""
    measures = f"; with {words.listing(summary['measures'])}" if summary["measures"] else ""
    return (
        f"{summary['scenario']['title']}, lines of communication by day {_day(summary['by_day'])} after the "
        f"warning{closed}{measures}"
    )


def parts(summary: Summary) -> list[Part]:
    """Everything that is said, in its order."""
    found = [arrivals(summary)]
    if summary["undisturbed"] >= 1.0:
        found += [limits(summary), movements(summary), isolation(summary), worst(summary), defence(summary)]
    if summary["chance"] is not None:
        found.append(chance(summary))
    return [*found, certificate(summary)]


def arrivals(summary: Summary) -> Part:
    """How much has arrived by which day."""
    wanted, rows = summary["wanted"], {row["day"]: row for row in summary["arrival"]}
    head = (
        f"{numbers.plural(wanted['formations'], 'formation')} from outside "
        f"bring{'s' if wanted['formations'] == 1 else ''} {numbers.count(wanted['vehicles'])} vehicles, "
        f"{numbers.plural(wanted['battalions'], 'battalion')} with their support."
    )
    if summary["first_day"] is None:
        return (
            "What arrives when",
            [head, "Nothing of it can arrive: no way is open from where any of it starts to where it is wanted."],
            [],
        )
    gap = {row["day"]: row["scheduled"] for row in summary["gap"]["by_day"]}
    table = [["Day", *(str(day) for day in SHOWN_DAYS)]]
    table.append(["At most, vehicles", *(numbers.count(rows[day]["vehicles"]) for day in SHOWN_DAYS)])
    table.append(["At most, battalions", *(_tenth(rows[day]["battalions"]) for day in SHOWN_DAYS)])
    table.append(["As scheduled, vehicles", *(numbers.count(gap.get(day, 0.0)) for day in SHOWN_DAYS)])
    first = f"The first vehicles can be there on day {summary['first_day']:.1f}."
    difference = summary["gap"]
    apart = (
        f"The schedule lies {numbers.percent(difference['mean_share'])} below the exact curve over all days, most "
        f"on day {_day(difference['worst_day'])} ({numbers.percent(difference['worst_share'])})."
    )
    if difference["mean_share"] < 0.0005:
        apart = "The schedule reaches the exact curve on every day."
    return "What arrives when", [head, f"{first} {apart}"], table


def limits(summary: Summary) -> Part:
    """What limits it, period by period."""
    supply = summary["supply"]
    last = len(summary["bottlenecks"]) - 1
    sentences = [
        period_words(each, last=index == last, little=LITTLE * supply["carried_per_day"])
        for index, each in enumerate(summary["bottlenecks"])
    ]
    needs = (
        f"In place and in combat it uses {numbers.count(supply['tonnes_per_day'])} t a day, "
        f"{numbers.count(supply['trucks_per_day'])} trucks; the lines could carry "
        f"{numbers.count(supply['carried_per_day'])} vehicles a day"
    )
    after = supply["carried_per_day_after_loss"]
    return (
        "What limits it",
        [*sentences, f"{needs}, {numbers.count(after)} after the worst loss of {summary['attack_size']}."],
        [],
    )


def period_words(period: Summary, *, last: bool = False, little: float = 0.0) -> str:
    """One period in a sentence; below `little` vehicles a day what binds is told with why so little comes."""
    span = (
        f"From day {_day(period['from_day'])} to day {_day(period['to_day'])}"
        if not last
        else f"From day {_day(period['from_day'])}"
    )
    names = [_name(name) for name in period["names"]]
    if period["kind"] == "capacity":
        binding = words.listing(names[:2])
        return (
            f"{span} {binding} {'binds' if len(names[:2]) == 1 else 'bind'}: "
            f"{numbers.count(period['vehicles_per_day'])} vehicles a "
            f"day{'; little else has been released' if period['vehicles_per_day'] < little else ''}."
        )
    if period["kind"] == "complete":
        return f"{span} everything is there."
    shown = names if len(names) <= MOST_NAMES else [*names[:MOST_NAMES], "others"]
    waiting = f" Waited for: {words.listing(shown)}." if names else ""
    if period["kind"] == "nothing":
        return f"{span} nothing can be there: decision, permission, notice and the way take so long."
    return (
        f"{span} releases limit, not the lines: who has been let go arrives ({numbers.count(period['vehicles'])} "
        f"vehicles).{waiting}"
    )


def movements(summary: Summary) -> Part:
    """Each formation's way and closing day."""
    table = [["Formation", "vehicles", "released", "closes", "by", "held up by"]]
    for each in summary["schedule"]:
        closes = "never" if each["close_day"] is None else f"{each['close_day']:.1f}"
        modes = ", ".join(dict.fromkeys(mode.split("-")[0] for mode in each["modes"])) or "–"
        table.append(
            [
                each["name"],
                numbers.count(each["vehicles"]),
                f"{each['release_day']:.0f}",
                closes,
                modes,
                _name(each["limited_by"]),
            ]
        )
    return (
        "A schedule that can be kept",
        ["Days after the warning; each formation goes to where its orders want it."],
        table,
    )


def isolation(summary: Summary) -> Part:
    """What would have to be lost for nothing to arrive."""
    found, narrow = summary["isolating_set"], summary["isolating_targets"]
    if found["groups"] is None:
        return (
            "What isolates the region",
            ["No loss of groups stops everything: some way belongs to no group that can be lost."],
            [],
        )
    size = numbers.plural(found["size"], "group")
    fewer = f"and no fewer do{'es' if found['size'] == 1 else ''} it"
    if not found["proved"]:
        fewer = f"the fewest known; not proved: between {_fewest(found)}"
    said = [
        (
            f"Nothing arrives once {_listed(found['groups'])} {'is' if found['size'] == 1 else 'are'} lost: "
            f"{size}, {fewer}."
        )
    ]
    if found["ties"]:
        more = "" if found["all_ties"] else " among others"
        said.append(
            f"As few are{more}: {'; '.join(words.listing([_name(name) for name in tie]) for tie in found['ties'][:4])}."
        )
    if narrow["groups"] is None:
        said.append("Single targets alone, however many, do not do it.")
    else:
        takes = f"it takes {narrow['size']}"
        if not narrow["proved"]:
            takes = f"it takes no more than {narrow['size']} (not proved: between {_fewest(narrow)})"
        said.append(
            f"Of single targets (crossings, bridges, ports, straits, airfields, ramps) {takes}: "
            f"{_listed(narrow['groups'])}."
        )
    return "What isolates the region", said, []


def worst(summary: Summary) -> Part:
    """The worst losses."""
    base, day = summary["undisturbed"], _day(summary["by_day"])
    table = [["Lost", f"arrive by day {day}", "share", "the worst loss", "proved"]]
    table.append(["0", numbers.count(base), "100" + numbers.NARROW + "%", "–", "yes"])
    rows = summary["attack"]
    done = False
    for each in rows:
        if done:
            continue
        last = each["delivered"] < 0.5
        label = f"{each['k']}" if not last or each["k"] == rows[-1]["k"] else f"{each['k']}–{rows[-1]['k']}"
        table.append(
            [
                label,
                numbers.count(each["delivered"]),
                numbers.percent(each["delivered"] / base),
                _loss(each),
                _proved(each),
            ]
        )
        done = last
    table += [
        [
            f"{each['k']}, single targets",
            numbers.count(each["delivered"]),
            numbers.percent(each["delivered"] / base),
            _loss(each),
            _proved(each),
        ]
        for each in summary["attack_targets"]
    ]
    table += [
        [
            f"{each['k']}, repaired",
            numbers.count(each["delivered"]),
            numbers.percent(each["delivered"] / base),
            _loss(each),
            _proved(each),
        ]
        for each in summary["attack_repaired"]
    ]
    said = [
        (
            "Losses are for good unless repaired (bridges 5 days, ports 14, swept lanes 21, the corridor 30). * "
            "as bad: others."
        )
    ]
    return "What an adversary would cut first", said, table


def defence(summary: Summary) -> Part:
    """What to fortify, and what else would help."""
    day, k = _day(summary["by_day"]), summary["attack_size"]
    said = []
    for key, what in (("fortify", "protect"), ("quick_repair", "make quickly repairable (3 days)")):
        each = summary[key]
        if each is None:
            continue
        if not each["proved"]:
            said.append(_unproved(each, summary, what))
            continue
        if not each["groups"]:
            said.append(f"No choice of {summary['fortify_size']} to {what} helps against the worst {k} losses.")
            continue
        worths = "; ".join(f"{_name(name)} is worth {numbers.count(value)}" for name, value in each["worth"].items())
        said.append(
            f"Best to {what}: {_listed(each['groups'])}. After the worst {k} losses of the rest "
            f"{numbers.count(each['delivered'])} vehicles arrive "
            f"by day {day}, not {numbers.count(each['unprotected'])} (proved best). "
            f"{worths[:1].upper() + worths[1:]} vehicles."
        )
    if not said:
        said = ["Nothing was asked about fortification."]
    table = [["Or change", "undisturbed", f"after the worst {k}"]]
    table += [[_name(each["name"]), _gain(each["gain"]), _gain_attacked(each)] for each in summary["levers"]]
    if len(table) > 1:
        said.append(f"Vehicles more by day {day} from single changes{_and_unproved(summary['levers'])}:")
    return "What to fortify", said, table if len(table) > 1 else []


def _unproved(each: Summary, summary: Summary, what: str) -> str:
    """What a search that did not end knows of fortification: two bounds, and no advice."""
    day, k = _day(summary["by_day"]), summary["attack_size"]
    known = ""
    if each["groups"]:
        known = f" Of what was looked at {_listed(each['groups'])} would leave most: that is no advice."
    return (
        f"What is best to {what} is not proved: after the worst {k} losses of the rest "
        f"{_between(each['delivered'], each['bound'])} vehicles would arrive by day {day} with the best choice.{known}"
    )


def _and_unproved(levers: list[Summary]) -> str:
    return ", those that are not proved last" if any(not each["proved"] for each in levers) else ""


def _gain_attacked(lever: Summary) -> str:
    """What a change is worth after the worst loss, or between what that lies."""
    least, most = _gain(lever["gain_attacked"]), _gain(lever["gain_attacked_most"])
    return least if lever["proved"] else f"not proved: between {least} and {most}"


def _between(low: float, high: float) -> str:
    return f"between {numbers.count(low)} and {numbers.count(high)}"


def _fewest(found: Summary) -> str:
    """Between what the size of the smallest isolating set lies."""
    return f"{found['bound']} and {numbers.plural(found['size'], 'group')}"


def chance(summary: Summary) -> Part:
    """What arrives over draws of closures and repairs."""
    found = summary["chance"]
    rows = {row["day"]: row for row in found["days"]}
    table = [["Day", *(str(day) for day in SHOWN_DAYS)]]
    for key, what in (("p90", "9 in 10 draws at most"), ("p50", "median, vehicles"), ("p10", "1 in 10 draws at most")):
        table.append([what, *(numbers.count(rows[day]["vehicles"][key] or 0.0) for day in SHOWN_DAYS)])
    table.append(["median, battalions", *(_tenth(rows[day]["battalions"]["p50"] or 0.0) for day in SHOWN_DAYS)])
    said = [
        (
            f"{numbers.plural(found['draws'], 'draw')} of seizure, closed sea, strikes, refused territory and "
            "repairs, and of every doubted number: "
            f"cut off on {numbers.span(found['isolated_days'], 'days')} of 60 days; at some time in "
            f"{numbers.chance(found['ever_isolated'])} of draws."
        ),
        "Median and where four draws in five lie; intervals of chances are 95 %.",
    ]
    return "With chance: closures and repairs", said, table


def certificate(summary: Summary) -> Part:
    """Whether the proofs hold."""
    found = summary["certificate"]
    count = len(found["checked"])
    if found["proved"]:
        return (
            "Proofs",
            [f"{numbers.plural(count, 'certificate')} checked again by independent whole-number arithmetic: all hold."],
            [],
        )
    wrong = [
        f"{each['what']}: {words.listing(list(each['problems']))}" for each in found["checked"] if not each["proved"]
    ]
    return "Proofs", [f"{len(wrong)} of {count} certificates do not hold.", *wrong], []


def colophon(summary: Summary) -> str:
    """Enough to compute it again."""
    return (
        f"Hillfort {summary['hillfort']}, scenario {summary['scenario']['hash'][:12]}, seed {summary['seed']}, "
        f"{numbers.plural(summary['draws'], 'draw')}."
    )


def _day(day: float) -> str:
    return f"{day:g}"


def _tenth(number: float) -> str:
    return f"{number:.0f}" if number >= 10.0 or number == int(number) else f"{number:.1f}"


def _gain(number: float) -> str:
    if abs(number) < 0.5:
        return "0"
    return f"{'+' if number > 0 else chr(0x2212)}{numbers.count(abs(number))}"


def _name(name: str) -> str:
    """A group, or a link that has none, as one says it."""
    if name.endswith(")") and " to " in name:
        ends, mode = name.removesuffix(")").rsplit(" (", 1)
        start, end = ends.split(" to ", 1)
        return f"loading at {end if end != 'the network' else start}" if mode.startswith("rail") else f"{start}-{end}"
    if name.startswith(("Road ", "Railway ")):
        return f"the {name[0].lower()}{name[1:]}"
    return name


def _listed(names: list[str]) -> str:
    return words.listing([_name(name) for name in names])


def _loss(each: Summary) -> str:
    none = "nothing that matters" if each["proved"] else "none found"
    return f"{_listed(each['groups']) or none}{' *' if each['ties'] else ''}"


def _proved(each: Summary) -> str:
    return "yes" if each["proved"] else f"not proved: {_between(each['bound'], each['delivered'])}"
