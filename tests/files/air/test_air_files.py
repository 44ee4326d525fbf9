"""What is wrong with an air order is said with its place, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from hillfort.files.air import read as air_files
from hillfort.files.air.read import read_air_types, shipped_air_types
from hillfort.files.scenario import read
from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import InputError

HEAD = "version: 1\nname: mine\nbase: baltic-2019\n"
NUMBER = "{{value: {0}, low: {0}, high: {1}, source: judgement, grade: F6}}"


def problems(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read.scenario(str(file))
    return [
        f"{Path(each.file).name}:{each.line} {each.where}: {each.found} {each.advice}".strip()
        for each in caught.value.problems
    ]


def test_everything_wrong_is_said_at_once_with_file_and_line(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """places:
  Shoal: {lat: 56.2, lon: 19.2, country: LT, source: gazetteer}
air:
  scrambles_per_year: {value: -5, low: -10, high: 4, source: judgement, grade: F6}
  bases:
    siauliai: {place: Shoal}
  batteries:
    ru-183-s400: {type: s-500}
    us-patriot: {presence: rotation}
  squadrons:
    dk-f16: {base: chkalovsk}
    us-usafe: {aircraft: {value: 5000, low: 1, high: 6000, source: judgement, grade: F6}}
  rotations:
    one: {battery: us-patriot, contributor: US, first: 2019-03-01, last: 2019-05-01}
    two: {battery: us-patriot, contributor: US, first: 2019-04-15, last: 2019-06-01}
    three: {battery: us-patriot, contributor: DE, first: 2019-06-01, last: 2019-05-01}
    four: {battery: us-patriot, contributor: DE, first: 2019-13-01, last: 2019-12-01}
    five: {battery: us-patriot, contributor: NL, weeks: 6, first: 2019-01-01}
    six: {battery: lt-adbn-siauliai, contributor: NL, weeks: 6}
  radars:
    ee-east: {antenna_m: {value: -3, low: -5, high: 2, source: judgement, grade: F6}}
  tracks:
    lida-vilnius-low:
      over: [Lida AB, Nowhere]
      altitude_m: {value: 200000, low: 1, high: 200001, source: judgement, grade: F6}
  contributors:
    DE: {weeks: 70, busy: [[40, 20]]}
  assumptions:
    air_autority_h: {value: 1, low: 0, high: 2, source: judgement, grade: F6, why: faster}
    air_ready_share_red: {value: 0.1, low: -0.2, high: 0.5, source: judgement, grade: F6, why: worse}
""",
    )
    text = "\n".join(found)
    for wanted in (
        "mine.yaml:7 air.scrambles_per_year.value: -5 is outside 0 to 10000 per year.",
        "mine.yaml:9 air.bases.siauliai.place: 'Shoal' lies in the sea (56.2, 19.2). Name a place on land.",
        "air.batteries.ru-183-s400.type: 's-500' is not a type of batteries. Did you mean 's-400'?",
        "air.squadrons.dk-f16.base: 'chkalovsk' is a base of red.",
        "air.squadrons.us-usafe.aircraft.value: 5000 is outside 0 to 2000 count.",
        "mine.yaml:18 air.rotations.two: overlaps 'one': US cannot be there twice.",
        "air.rotations.three.last: 2019-05-01 is before first, which is 2019-06-01.",
        "air.rotations.four.first: '2019-13-01' is not a date like 2019-09-15.",
        "air.rotations.five: has either first and last, or weeks.",
        "air.rotations.six.battery: 'lt-adbn-siauliai' is not a battery with `presence: rotation`.",
        "air.radars.ee-east.antenna_m.value: -3 is outside 0 to 15000 m.",
        "air.tracks.lida-vilnius-low.over[1]: 'Nowhere' is not a place of the theatre or of this file.",
        "air.tracks.lida-vilnius-low.altitude_m.value: 200000 is outside 0 to 100000 m.",
        "air.contributors.DE.weeks: 70 is above 52.",
        "air.contributors.DE.busy[0]: 40 to 20 are not weeks 1 to 52 in order.",
        "air.assumptions.air_autority_h: is not a parameter of the air model. Did you mean 'air_authority_h'?",
        "air.assumptions.air_ready_share_red.low: -0.2 is below 0",
    ):
        assert wanted in text, f"{wanted}\n---\n{text}"


def test_a_rotating_battery_without_a_rotation_and_an_unknown_base_are_said(tmp_path: Path) -> None:
    assert (
        "air.batteries.us-patriot.presence: rotates, but no rotation names it. Add one under `rotations`."
        in "\n".join(problems(tmp_path, "air: {batteries: {us-patriot: {presence: rotation}}}\n"))
    )
    assert (
        "air.base: 'baltic-2018' is not an air order that comes with the package."
        in problems(tmp_path, "air: {base: baltic-2018}\n")[0]
    )


def test_a_key_that_two_parts_use_is_said(tmp_path: Path) -> None:
    text = (
        "air:\n  missiles:\n    dk-f16: {name: x, side: red, country: RU, type: iskander, place: Luga, rounds: "
        + NUMBER.format(1, 2)
        + ", source: judgement, grade: F6}\n"
    )
    assert "air.missiles.dk-f16: 'dk-f16' is already in squadrons." in "\n".join(problems(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            "magazine: {value: 32, low: 16, high: 32,",
            "magazine: {value: 0, low: 0, high: 32,",
            "sams.s-400.magazine.value: 0 is outside 1 to 100 count.",
        ),
        (
            "lowest_m: {value: 5, low: 5, high: 20,",
            "lowest_m: {value: 50000, low: 5, high: 60000,",
            "sams.s-400.lowest_m: 50000 is more than highest_m",
        ),
        (
            "kill_aircraft: {value: 0.6, low: 0.3, high: 0.85,",
            "kill_aircraft: {value: 0.6, low: 0.3, high: 1.5,",
            "kill_aircraft.high: 1.5 is outside 0 to 1 chance.",
        ),
        ("class: long", "class: lang", "'lang' is not one of long, medium, short."),
    ],
)
def test_a_type_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, wanted: str) -> None:
    text = (DATA / "air" / "types.yaml").read_text(encoding="utf-8")
    at = text.index("  s-400:")
    assert old in text[at:]
    file = tmp_path / "types.yaml"
    file.write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_air_types(file)
    assert wanted in str(caught.value)


def test_every_shipped_air_order_is_laid_on_its_base() -> None:
    assert air_files.names() == ["baltic-2016", "baltic-2019", "baltic-2025"]
    orders = {name: read.scenario(name).air for name in air_files.names()}
    assert all(order is not None for order in orders.values())
    assert {"nl-patriot", "lt-nasams-vilnius", "fi-hornet"} <= {
        *orders["baltic-2025"].batteries,
        *orders["baltic-2025"].squadrons,
    }  # type: ignore[union-attr]
    assert "nl-patriot" not in orders["baltic-2019"].batteries  # type: ignore[union-attr]
    assert orders["baltic-2019"].policing["be-siauliai"].aircraft.value == 4  # type: ignore[union-attr]


def test_whatever_nobody_has_published_is_wide() -> None:
    for kind in (*shipped_air_types().kinds.sams.values(), *shipped_air_types().kinds.aircraft.values()):
        for name in kind.__dataclass_fields__:
            value = getattr(kind, name)
            if getattr(value, "is_judgement", False) and value.shape != "fixed":
                assert value.high > value.low, f"{kind.key}.{name}"


def test_an_air_order_belongs_to_the_hash_of_its_scenario(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + "air: {bases: {siauliai: {shelters: " + NUMBER.format(9, 12) + "}}}\n", encoding="utf-8")
    plain = tmp_path / "plain.yaml"
    plain.write_text(HEAD, encoding="utf-8")
    assert read.scenario(str(file)).hash != read.scenario(str(plain)).hash


def test_a_chance_above_one_is_said(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "version: 1\nname: wrong\nbase: baltic-2019\nair:\n  assumptions:\n"
        "    air_bad_weather_chance: {value: 0.5, low: 0.1, high: 1.4, source: judgement, grade: F6, why: x}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read.scenario(str(path))
    assert {(each.line, each.where) for each in caught.value.problems} == {
        (6, "air.assumptions.air_bad_weather_chance.high")
    }
