"""Every kind of file that a user can write: where a right one is, what is read and what is then done with it."""

from __future__ import annotations

import json
import random
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import hillfort
from fuzz import gentle, mutate
from fuzz.harness import Kind
from fuzz.ranges import fought, summary_in_range
from hillfort import workbench
from hillfort.files.air.read import read_air_types
from hillfort.files.lines import read as lines_files
from hillfort.files.scenario import read
from hillfort.files.theatre.artefact import load_theatre
from hillfort.files.theatre.build import build_theatre
from hillfort.files.theatre.recipe import read_checks, read_recipe
from hillfort.studies.air.rotations import Wish
from hillfort.workbench import forecasts as foretold
from hillfort.workbench import panels

DATA = Path(hillfort.__file__).parent / "data"
EXAMPLES = Path(__file__).parents[2] / "examples"
MARROW = DATA / "theatres" / "marrow"
BALTIC = ("baltic-2019", "baltic-2025")
AS_TEXT = 0.25
"""Share of the roughly changed files that are changed as text, not as a tree."""
GENTLE = 0.65
"""Share of the files that are changed so that most are still right: those are fought."""


@cache
def _parsed(text: str) -> str:
    return json.dumps(YAML(typ="safe", pure=True).load(text), default=str)


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


@cache
def _whole(name: str) -> str:
    return read.whole_text(name)


def changed(chance: random.Random, text: str, below: tuple[str, ...] = ()) -> str:
    """A file of YAML with changes, those of structure below a path only."""
    if chance.random() < GENTLE:
        return gently(chance, json.loads(_parsed(text)), below)
    if chance.random() < AS_TEXT and not below:
        return mutate.changed_text(chance, text)
    return mutate.as_yaml(mutate.changed_tree(chance, json.loads(_parsed(text)), below))


def gently(chance: random.Random, tree: Any, below: tuple[str, ...] = ()) -> str:
    """A tree with changes after which it is mostly right, as a file."""
    return gentle.as_written(mutate.as_yaml(gentle.changed(chance, tree, below)))


def changed_table(chance: random.Random, text: str) -> str:
    """A table with changes: such that it is mostly right, or any."""
    return gentle.table(chance, text) if chance.random() < GENTLE else mutate.changed_table(chance, text)


def written(folder: Path, name: str, text: str) -> Path:
    """The file."""
    path = folder / name
    path.write_bytes(text.encode("utf-8", "replace"))
    return path


def scenario(chance: random.Random, folder: Path) -> None:
    """A whole scenario."""
    path = written(folder, "wrong.yaml", changed(chance, _text(DATA / "scenarios" / "marrow.yaml")))
    fought(read.scenario(str(path)))


def patch(chance: random.Random, folder: Path) -> None:
    """A scenario that says little and rests on another: what it is laid on is right."""
    tree = json.loads(_parsed(_text(DATA / "scenarios" / "marrow.yaml")))
    kept = chance.sample(sorted(set(tree) - {"version", "name", "title", "theatre"}), 3)
    own = {key: tree[key] for key in kept}
    own = gentle.changed(chance, own) if chance.random() < GENTLE else mutate.changed_tree(chance, own)
    whole = {"version": 1, "name": "wrong", "base": "marrow", **own}
    path = written(folder, "wrong.yaml", gentle.as_written(mutate.as_yaml(whole)))
    fought(read.scenario(str(path)))


def measure(chance: random.Random, folder: Path) -> None:
    """A measure, laid on the scenario that it is for."""
    name = chance.choice(("marrow-brigade", "marrow-brigade", "marrow-brigade", *hillfort.measures()))
    text = changed(chance, _text(DATA / "measures" / f"{name}.yaml"))
    path = written(folder, "wrong.yaml", text)
    on = "marrow" if name in ("marrow-brigade", "nothing") else "baltic-2019"
    fought(read.scenario(on, measures=[str(path)]))


def _section(chance: random.Random, folder: Path, section: str) -> None:
    text = changed(chance, _whole(chance.choice(BALTIC)), (section,))
    fought(read.scenario(str(written(folder, "wrong.yaml", text))))


def air(chance: random.Random, folder: Path) -> None:
    """A scenario whose order of the air is wrong."""
    _section(chance, folder, "air")


def sea(chance: random.Random, folder: Path) -> None:
    """A scenario whose sea is wrong."""
    _section(chance, folder, "sea")


def air_types(chance: random.Random, folder: Path) -> None:
    """A list of types of aircraft and batteries."""
    read_air_types(written(folder, "wrong.yaml", changed(chance, _text(DATA / "air" / "types.yaml"))))


def rotations(chance: random.Random, folder: Path) -> None:
    """A calendar of batteries that come by turns, and the best one for its contributors."""
    name = chance.choice(("rotation-calendar", "rotation-weeks"))
    tree = json.loads(_parsed(_text(DATA / "measures" / f"{name}.yaml")))
    below = ("patch", "air", chance.choice(("batteries", "rotations")))
    below = below if below[-1] in tree["patch"]["air"] else below[:2]
    rough = chance.random() >= GENTLE
    text = mutate.as_yaml(mutate.changed_tree(chance, tree, below)) if rough else gently(chance, tree, below)
    found = read.scenario("baltic-2019", measures=[str(written(folder, "wrong.yaml", text))])
    fought(found)
    out = folder / "turns.yaml"
    answer = workbench.rotations(found, wish=Wish(contributors=2, weeks=13), out=out)
    summary_in_range(answer.summary)
    read.scenario("baltic-2019", measures=[str(out)])


def lines(chance: random.Random, folder: Path) -> None:
    """A file on the lines of a theatre, and a scenario that says the same itself."""
    text = changed(chance, _text(DATA / "lines" / "marrow.yaml"))
    path = written(folder, "wrong.yaml", text)
    lines_files.network(load_theatre("marrow"), file=str(path))
    tree: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    own = {"version": 1, "name": "wrong", "base": "marrow", "lines": {k: v for k, v in tree.items() if k != "sources"}}
    own["sources"] = tree.get("sources") or {}
    found = read.scenario(str(written(folder, "own.yaml", mutate.as_yaml(own))))
    fought(found)
    summary_in_range(workbench.lines_study(found, attack=1, fortify=1, draws=2).summary)


def movement(chance: random.Random, folder: Path) -> None:
    """Tables of how units move on railways, ships and aircraft."""
    lines_files.read_movement(written(folder, "wrong.yaml", changed(chance, _text(DATA / "forces" / "movement.yaml"))))


def theatre(chance: random.Random, folder: Path) -> None:
    """A recipe and what is laid over it; what is accepted is built."""
    shutil.copytree(MARROW, folder / "wrong")
    name = chance.choice(("recipe.yaml", "overlay.yaml", "overlay.yaml"))
    written(folder / "wrong", name, changed(chance, _text(MARROW / name)))
    read_recipe(folder / "wrong")
    read_checks(folder / "wrong")
    build_theatre(str(folder / "wrong"))
    own = {"version": 1, "name": "wrong", "base": "marrow", "theatre": str(folder / "wrong")}
    fought(read.scenario(str(written(folder, "own.yaml", mutate.as_yaml(own)))))


def battles(chance: random.Random, folder: Path) -> None:
    """A table of battles, predicted and scored."""
    path = written(folder, "wrong.csv", changed_table(chance, _text(EXAMPLES / "my-battles.csv")))
    summary_in_range(workbench.validate_battles(path, out=folder / "out"), unmeasured=True)


def moves(chance: random.Random, folder: Path) -> None:
    """A table of moves, predicted and scored."""
    path = written(folder, "wrong.csv", changed_table(chance, _text(EXAMPLES / "my-moves.csv")))
    found = workbench.deployments(path, draws=100)
    summary_in_range(found.scores, unmeasured=True)
    for mine in found.predicted:
        summary_in_range({"p10": mine.p10, "p50": mine.p50, "p90": mine.p90})


def forecasts(chance: random.Random, folder: Path) -> None:
    """A table of crises or of phases of operations, predicted and scored."""
    name = chance.choice(("crises", "plans"))
    source = chance.choice((EXAMPLES / f"my-{name}.csv", DATA / "crisis" / f"{name}.csv"))
    path = written(folder, "wrong.csv", changed_table(chance, _text(source)))
    ask = foretold.crises if name == "crises" else foretold.phases
    summary_in_range(ask(path).summary, unmeasured=True)


def cities(chance: random.Random, folder: Path) -> None:
    """A table of fights for cities, predicted and scored."""
    path = written(folder, "wrong.csv", changed_table(chance, _text(EXAMPLES / "my-cities.csv")))
    summary_in_range(workbench.cities(path, draws=100).scores, unmeasured=True)


def panel(chance: random.Random, folder: Path) -> None:
    """Answers of experts and what is known of their questions, one of both wrong, scored."""
    head, row = "* CLASS ASCII OUTPUT FILE. NQ=   3   QU=   5  50  95", "{} E{} {} Q{} {} {} {} {}"
    given = [
        row.format(1 + 4 * who + at, who, at + 1, at + 1, "LOG" if at == 3 else "UNI", 2 + who, 5 + at, 9 + who * at)
        for who in range(3)
        for at in range(4)
    ]
    texts = {"wrong.dtt": "\n".join((head, *given)), "wrong.rls": "1 Q1 4.0 UNI\n2 Q2 6.5 UNI\n4 Q4 7.0 LOG"}
    name = chance.choice(sorted(texts))
    texts[name] = mutate.changed_text(chance, texts[name])
    answers, known = (written(folder, each, text) for each, text in texts.items())
    summary_in_range(panels.score(answers, known, robust=True), unmeasured=True)


CAMPAIGN = (Kind("scenario", 300, scenario), Kind("patch", 150, patch), Kind("measure", 100, measure))
AROUND = (
    Kind("air", 40, air),
    Kind("sea", 40, sea),
    Kind("air-types", 60, air_types),
    Kind("rotations", 40, rotations),
)
WAYS = (Kind("lines", 70, lines), Kind("movement", 40, movement), Kind("theatre", 60, theatre))
TABLES = (
    Kind("battles", 30, battles),
    Kind("moves", 30, moves),
    Kind("forecasts", 15, forecasts),
    Kind("cities", 10, cities),
    Kind("panel", 15, panel),
)


def _read_only(chance: random.Random, folder: Path) -> None:
    read.scenario(
        str(
            written(
                folder, "wrong.yaml", gently(chance, json.loads(_parsed(_text(DATA / "scenarios" / "marrow.yaml"))))
            )
        )
    )


GENTLY = Kind("gently", 0, _read_only)
"""Scenarios that are changed gently and read, not fought: how many are accepted."""
