"""CDB90 as it is published: known by its columns, and refused with what each is called here.

Source: CAA Database of Battles 1990, tabulation of jrnold/CDB90 (tables `battles` and `belligerents`).
"""

from __future__ import annotations

from collections.abc import Sequence

from hillfort.foundation.errors import InputError, Problem

CALLED = {
    "post1": "defender_posture (HD hasty, PD prepared, FD fortified, DL delay, WD withdrawal)",
    "post2": "defender_posture where post1 is blank",
    "terra1": "terrain_relief (first letter: F flat, R rolling, G rugged)",
    "wx1": "weather_wet (first letter: W wet is 1, D dry is 0)",
    "surpa": "surprise (-3 to 3)",
    "aeroa": "air_superiority (-1, 0, 1)",
    "wina": "outcome (1, 0, -1)",
    "kmda": "advance_km_per_day",
    "wofa": "attacker_front_km (km)",
    "wofd": "defender_front_km (km)",
    "datetime": "date_start",
    "yr1": "year",
    "wofa1": "attacker_front_km (km)",
    "wofd1": "defender_front_km (km)",
    "duration1": "combat_days",
    "stra": "attacker_strength",
    "strd": "defender_strength",
    "tanka": "attacker_tanks",
    "tankd": "defender_tanks",
    "artya": "attacker_artillery",
    "artyd": "defender_artillery",
    "intsta": "attacker_strength",
    "intstd": "defender_strength",
    "nama": "attacker_force; attacker_nation is the country",
    "namd": "defender_force; defender_nation is the country",
    "actora": "attacker_nation",
    "actord": "defender_nation",
    "casa": "attacker_casualty_pct_per_day, as 100 casa / stra / days",
    "casd": "defender_casualty_pct_per_day, as 100 casd / strd / days",
    "str": "attacker_strength and defender_strength, of two rows a battle",
    "intst": "attacker_strength and defender_strength, of two rows a battle",
    "cas": "losses, of two rows a battle",
    "tank": "attacker_tanks and defender_tanks, of two rows a battle",
    "arty": "attacker_artillery and defender_artillery, of two rows a battle",
    "actors": "attacker_nation and defender_nation, of two rows a battle",
    "nam": "attacker_force and defender_force, of two rows a battle",
}
"""Columns of the published tables by what they are here."""
COLUMNS = frozenset(CALLED) | {
    "locn",
    "campgn",
    "postype",
    "front",
    "depth",
    "time",
    "cea",
    "leada",
    "trnga",
    "morala",
    "logsa",
    "momnta",
    "intela",
    "techa",
    "inita",
    "quala",
    "resa",
    "mobila",
    "aira",
    "fprepa",
    "wxa",
    "terra",
    "leadaa",
    "plana",
    "surpaa",
    "mana",
    "logsaa",
    "fortsa",
    "deepa",
    "crit",
    "is_hero",
    "cdb13_war",
    "cdb13_theater",
    "wx2",
    "terra2",
    "co",
    "code",
    "rerp",
    "finst",
    "lt",
    "mbt",
    "fly",
    "ctank",
    "carty",
    "cfly",
    "reso1",
    "strpl",
    "strmi",
    "caspl",
    "casmi",
    "ach",
    "coa",
    "cod",
    "rerpa",
    "finsta",
    "rerpd",
    "finstd",
    "cava",
    "cavd",
    "lta",
    "ltd",
    "mbta",
    "mbtd",
    "flya",
    "flyd",
    "acha",
    "achd",
    "yr1",
    "mo1",
    "da1",
    "hr1",
    "wofa1",
    "wofd1",
}
"""With those that nothing here is made of."""
ENOUGH = 3
"""So many of them make a file one of CDB90's; fewer may be chance."""


def refuse(columns: Sequence[str], shown: str) -> None:
    """Stop at a table of CDB90: its codes in our columns' place would be predicted all alike.

    Raises
    ------
    InputError
        The columns are CDB90's: names the columns that they are here.
    """
    found = [each for each in columns if each in COLUMNS]
    if len(found) < ENOUGH:
        return
    problems = [
        Problem(shown, 1, each, "is a column of CDB90 as it is published.", f"Here it is {CALLED[each]}.")
        for each in found
        if each in CALLED
    ]
    advice = "These battles are shipped, rewritten: `hillfort validate battles` without a file scores those since 1900."
    words = "is a table of CDB90 as it is published; a row here is one battle, with columns of their own names."
    raise InputError([Problem(shown, 0, "", words, advice), *problems], shown)
