"""What is known when the names of a scenario are looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hillfort.files.theatre.place_names import Gazetteer
from hillfort.files.yaml.lines import YamlNode, shorten
from hillfort.files.yaml.structure import where
from hillfort.forces.template import Templates
from hillfort.foundation.errors import Problem, did_you_mean
from hillfort.foundation.evidence import Evidence

Path = list[Any]
"""Where a node of a file stands: keys and numbers from the top."""


@dataclass
class Known:
    """What may be named, and the problems found with it so far."""

    root: YamlNode
    templates: Templates
    gazetteer: Gazetteer | None
    """None where the theatre could not be read: places are then not checked."""
    countries: tuple[str, ...]
    assumptions: dict[str, Evidence]
    sources: frozenset[str] = frozenset()
    """Keys of sources listed elsewhere than in the scenario."""
    units: dict[str, str] = field(default_factory=dict)
    """Ids of all formations and battalions, and their sides."""
    problems: list[Problem] = field(default_factory=list)

    def section(self, name: str) -> dict[str, YamlNode]:
        """The entries of a top-level mapping."""
        node = self.root.get(name)
        return node.items if node is not None else {}

    def one_of(self, node: YamlNode | None, path: Path, allowed: Iterable[str], kind: str) -> None:
        """A problem, if the text of a node is not one of the allowed."""
        if node is None or node.text is None or node.text in (words := set(allowed)):
            return
        self.problems.append(
            node.problem(where(path), f"'{shorten(node.text)}' is not {kind}.", did_you_mean(node.text, words))
        )

    def place(self, node: YamlNode | None, path: Path, *, inside: bool = True) -> None:
        """A problem, if a node does not name a place, or one outside the theatre where only those inside will do."""
        if node is None or not node.text or self.gazetteer is None:
            return
        found = self.gazetteer.find(node.text)
        if found is None:
            text = f"'{shorten(node.text)}' is not a place of the theatre or of this file."
            self.problems.append(node.problem(where(path), text, self.gazetteer.advice(node.text)))
        elif inside and found.cell < 0:
            self.problems.append(node.problem(where(path), f"'{found.name}' lies outside the theatre's ground."))
