"""Pages: links lead somewhere, targets and commands exist, code runs, versions agree, words are in the glossary."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

import click
import pytest
import typer.main

import hillfort
from documents.pages import ROOT, blocks, commands, pages
from hillfort.campaign.outcome import SIDES
from hillfort.cli.main import app
from hillfort.forces.formation import MOBILITY, ROLES
from hillfort.foundation.evidence import SHAPES
from hillfort.plans.plan import TASKS

LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
TUTORIAL = ROOT / "docs" / "tutorial.md"


def leaves(command: click.Command, above: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    """Every command of the command line by its words."""
    if isinstance(command, click.Group) or hasattr(command, "commands"):
        found: dict[tuple[str, ...], click.Command] = {}
        for name, child in command.commands.items():  # type: ignore[attr-defined]
            found |= leaves(child, (*above, name))
        if getattr(command, "invoke_without_command", False) and above:
            found[above] = command  # last: its own name is the start of those below it
        return found
    return {above: command}


def known() -> dict[tuple[str, ...], click.Command]:
    return leaves(typer.main.get_command(app))


def wrong_options(words: list[str]) -> list[str]:
    """What a written-out `hillfort` command uses and the program does not have."""
    if words[1:] in (["--version"], ["--help"]):
        return []
    for name, command in known().items():
        if tuple(words[1 : 1 + len(name)]) == name:
            options = {
                option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
            }
            given = {word.split("=")[0] for word in words if word.startswith("-")}
            return sorted(given - options - {"--help"})
    return [" ".join(words[1:3])]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    targets = [found[1] for found in LINK.finditer(page.read_text(encoding="utf-8"))]
    inside = [target for target in targets if "://" not in target]
    assert [target for target in inside if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_command_on_a_page_exists_with_its_options(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    broken = []
    for words in commands(page):
        if words[0] == "make":
            broken += [word for word in words[1:] if "=" not in word and f"\n{word}:" not in makefile]
        elif words[0] == "hillfort":
            broken += wrong_options(words)
    assert broken == []


def unknown_names(words: list[str]) -> list[str]:
    """Scenario, measures and courses of action of a written-out command that do not ship with Hillfort."""
    if words[1] not in ("assess", "compare", "trace") or words[2].endswith(".yaml"):
        return []
    if words[2] not in hillfort.scenarios():
        return [words[2]]
    given = list(itertools.pairwise(words))
    broken = [
        name
        for option, name in given
        if option == "--measure" and not name.endswith(".yaml") and name not in hillfort.measures()
    ]
    plans = hillfort.scenario(words[2]).courses_of_action
    return broken + [name for option, name in given if option == "--coa" and name not in plans]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_scenario_measure_and_plan_in_a_command_exists(page: Path) -> None:
    told = [words for words in commands(page) if words[0] == "hillfort" and len(words) > 2]
    assert [name for words in told for name in unknown_names(words)] == []


def test_every_command_of_the_program_is_on_a_page() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in pages())
    assert [name for name in known() if f"hillfort {' '.join(name)}" not in told] == []


def test_a_command_that_does_not_exist_is_noticed() -> None:
    assert wrong_options(["hillfort", "surrender"]) == ["surrender"]
    assert wrong_options(["hillfort", "assess", "marrow", "--luck"]) == ["--luck"]
    assert unknown_names(["hillfort", "assess", "baltic-1812", "--draws", "9"]) == ["baltic-1812"]
    assert unknown_names(["hillfort", "assess", "baltic-2019", "--coa", "by-balloon"]) == ["by-balloon"]


@pytest.mark.parametrize("page", [page for page in pages() if page != TUTORIAL], ids=lambda page: page.name)
def test_python_on_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.language == "python":
            exec(compile(block.text, page.name, "exec"), names)


def test_the_readme_names_the_two_commands_that_a_newcomer_needs() -> None:
    assert {("make", "run"), ("make", "test")} <= {tuple(words) for words in commands(ROOT / "README.md")}
    assert "exec make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert citation is not None
    assert newest is not None
    assert "version" in project["dynamic"]  # the package's own
    assert {citation[1], newest[1]} == {hillfort.__version__}


@pytest.mark.parametrize("word", [*TASKS, *ROLES, *MOBILITY, *SHAPES, *SIDES])
def test_every_word_that_a_scenario_file_may_use_is_in_the_glossary(word: str) -> None:
    assert re.search(rf"\b{word}\b", (ROOT / "CONTEXT.md").read_text(encoding="utf-8"))


def test_the_glossary_says_each_thing_once() -> None:
    rows = re.findall(r"^\| ([^|]+?) \|", (ROOT / "CONTEXT.md").read_text(encoding="utf-8"), re.MULTILINE)
    terms = [row for row in rows if row not in ("say", "---")]
    assert len(terms) > 40
    assert len(terms) == len(set(terms))


FRAGMENTS = sorted((ROOT / "changelog.d").glob("*"))


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.name)
def test_a_fragment_of_the_changelog_has_a_heading_and_words(fragment: Path) -> None:
    heading, *words = fragment.read_text(encoding="utf-8").splitlines()
    assert fragment.suffix == ".md"
    assert heading in ("Added", "Changed", "Fixed", "Results")
    assert any(words)
