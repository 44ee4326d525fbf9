"""YAML read strictly, every node with the file and line it was written on.

Only plain data: mappings with text keys, lists, text, numbers, true, false and null. Aliases, tags, duplicate keys,
several documents, control characters, NaN and infinities, and files beyond the limits are refused with a `Problem`.
Dates stay text, and so do `no` and `NO`, which is a country. A heading with nothing under it is a problem: nothing is
written `null`.
"""

from __future__ import annotations

import math
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from hillfort.files.yaml.events import RefusedError, quick_events, strict_events
from hillfort.foundation.errors import InputError, Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
MAX_NODES = 60_000
MAX_TEXT = 20_000
MAX_KEY = 200

_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_REAL = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|nan)\Z", re.IGNORECASE)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(slots=True)
class YamlNode:
    """One value of a file. In a mapping, `line` is the line of its key."""

    value: Any
    """dict[str, Node], list[Node], str, int, float, bool or None."""
    file: str
    line: int
    deleted: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Keys that a patch took out of this mapping, and where."""

    @property
    def items(self) -> dict[str, YamlNode]:
        """The entries of a mapping; nothing for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def list(self) -> list[YamlNode]:
        """The entries of a list; nothing for anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str | None:
        """The value where it is text."""
        return self.value if isinstance(self.value, str) else None

    def get(self, key: str) -> YamlNode | None:
        """The entry of a mapping, or None."""
        return self.items.get(key)

    def problem(self, where: str, found: str, advice: str = "") -> Problem:
        """A problem with this node."""
        return Problem(self.file, self.line, where, found, advice)


def plain(node: YamlNode) -> Any:
    """The data without lines; lists as tuples."""
    if isinstance(node.value, dict):
        return {key: plain(entry) for key, entry in node.value.items()}
    if isinstance(node.value, list):
        return tuple(plain(entry) for entry in node.value)
    return node.value


def shown_path(path: Path) -> str:
    """The path as a person would type it: relative where it lies below the working directory."""
    try:
        relative = os.path.relpath(path)
    except (ValueError, OSError):
        return str(path)
    return str(path) if relative.startswith("..") else relative


def read_yaml(path: Path) -> YamlNode:
    """The mapping that a YAML file holds.

    Raises
    ------
    InputError
        The file is absent, not a regular file, too big, not UTF-8, or not plain YAML.
    """
    shown = shown_path(path)
    return _parsed(_decode(_load(path, shown), shown), shown)


@lru_cache(maxsize=48)
def _parsed(text: str, file: str) -> YamlNode:
    """The nodes of a text, kept for the next time that the very same text is read; whoever takes them changes none."""
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> YamlNode:
    r"""The mapping that a YAML text holds; `file` is the name used in problems.

    >>> parse_yaml("a: 1\nb: {c: NO}", "x.yaml").items["b"].items["c"]
    YamlNode(value='NO', file='x.yaml', line=2, deleted={})
    """
    if len(text) > MAX_BYTES:
        raise InputError(Problem(file, 0, "", f"is larger than {MAX_BYTES:,} bytes."))
    builder = _built(text, file)
    root = builder.root
    if builder.problems:
        raise InputError(builder.problems, file)
    if root is None or (root.value is None):
        raise InputError(Problem(file, 0, "", "is empty.", "A mapping of fields was expected."))
    if not isinstance(root.value, dict):
        raise InputError(Problem(file, root.line, "", f"holds {kind_of(root.value)}, not a mapping of fields."))
    return root


def kind_of(value: Any) -> str:
    """What a value is, in words, for messages."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list | tuple) else "a mapping"


def _load(path: Path, shown: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError(Problem(shown, 0, "", "is a folder, not a file."))
        if path.exists() and not path.is_file():
            raise InputError(Problem(shown, 0, "", "is not a regular file."))
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(Problem(shown, 0, "", "does not exist.")) from None
    except InputError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(Problem(shown, 0, "", f"cannot be read: {reason}.")) from None
    if len(data) > MAX_BYTES:
        raise InputError(Problem(shown, 0, "", f"is larger than {MAX_BYTES:,} bytes."))
    return data


def _decode(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = f"is not UTF-8 text (byte {error.start})."
        raise InputError(Problem(shown, line, "", found, "Save it as UTF-8.")) from None


def _built(text: str, file: str) -> _Builder:
    """All nodes of a text; every failure of the parser becomes an `InputError`."""
    builder = _Builder(file)
    try:
        for event in quick_events(text):
            builder.take(event)
    except RefusedError:
        builder = _Builder(file)
        for event in _events(text, file):
            builder.take(event)
    return builder


def _events(text: str, file: str) -> Iterator[Any]:
    """Events of the strict parser; every failure of it becomes an `InputError`."""
    from ruamel.yaml.error import MarkedYAMLError

    try:
        yield from strict_events(text)
    except InputError:
        raise
    except MarkedYAMLError as error:
        raise InputError(_marked(error, file)) from None
    except Exception as error:  # noqa: BLE001  The parser's own failures on malformed text are not all documented.
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 0
        reason = getattr(error, "reason", None) or "the text is malformed"
        raise InputError(Problem(file, line, "", f"is not YAML: {reason}.")) from None


def _marked(error: Any, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else 0
    reason = " ".join(str(error.problem or error.context or "the text is malformed").split())
    advice = "Indent with spaces, not with tabs." if "\\t" in reason else ""
    return Problem(file, line, "", f"is not YAML: {shorten(reason, 200)}.", advice)


class _Builder:
    """Builds nodes from parser events without recursion, so that depth and size can be limited on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: YamlNode | None = None
        self.problems: list[Problem] = []
        self._open: list[YamlNode] = []
        self._keys: list[tuple[str, int] | None] = []
        self._count = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        name = type(event).__name__
        line = event.start_mark.line + 1
        if name == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                self._refuse(line, "holds a second document.", "One file holds one document.")
        elif name == "AliasEvent":
            self._refuse(
                line, f"uses the alias '*{shorten(event.anchor)}'.", "Write the value out; aliases are not read."
            )
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            self._check(event, line)
            self._start({} if name.startswith("Map") else [], line)
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()
            self._keys.pop()
        elif name == "ScalarEvent":
            self._check(event, line)
            self._scalar(event, line)

    def _refuse(self, line: int, found: str, advice: str = "") -> None:
        """A problem after which reading on makes no sense."""
        raise InputError([*self.problems, Problem(self.file, line, "", found, advice)], self.file)

    def _check(self, event: Any, line: int) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            self._refuse(line, f"holds more than {MAX_NODES:,} values.")
        if event.anchor is not None:
            self._refuse(
                line, f"defines the anchor '&{shorten(event.anchor)}'.", "Write the value out; anchors are not read."
            )
        if event.tag is not None:
            self._refuse(line, f"uses the tag '{shorten(str(event.tag), 80)}'.", "Only plain values are read.")

    def _start(self, value: Any, line: int) -> None:
        if self._waits_for_key():
            self._refuse(line, "uses a list or mapping as a key.", "Keys are text.")
        if len(self._open) >= MAX_DEPTH:
            self._refuse(line, f"is nested more than {MAX_DEPTH} deep.")
        node = self._place(value, line)
        self._open.append(node)
        self._keys.append(None)

    def _scalar(self, event: Any, line: int) -> None:
        text = unicodedata.normalize("NFC", event.value)
        self._check_text(text, line)
        if self._waits_for_key():
            if len(text) > MAX_KEY:
                self._refuse(line, f"uses a key of more than {MAX_KEY} characters.")
            self._keys[-1] = (text, line)
            if text in self._open[-1].value:
                first = self._open[-1].value[text].line
                found = f"the key '{shorten(text)}' stands here a second time (first on line {first})."
                self.problems.append(Problem(self.file, line, "", found, "Keep one of the two."))
        else:
            if event.implicit[0] and not text:
                self._empty(line)
            self._place(self._resolve(text, line) if event.implicit[0] else text, line)

    def _empty(self, line: int) -> None:
        """A heading with nothing under it: whoever forgot the rest must not take a section out of a base by it."""
        key = self._keys[-1] if self._keys else None
        if not self._open:
            return  # The whole file is empty, which is said elsewhere.
        where, line = (shorten(key[0]), key[1]) if key is not None else ("", line)
        found = "nothing stands under it." if key is not None else "an entry of a list is empty."
        advice = "Write what belongs there, or take the line out; 'null' takes it out of a base on purpose."
        self.problems.append(Problem(self.file, line, where, found, advice))

    def _waits_for_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._keys[-1] is None

    def _place(self, value: Any, line: int) -> YamlNode:
        """Put a value where it belongs."""
        if not self._open:
            self.root = YamlNode(value, self.file, line)
            return self.root
        parent, key = self._open[-1], self._keys[-1]
        if key is None:
            node = YamlNode(value, self.file, line)
            parent.value.append(node)
            return node
        node = YamlNode(value, self.file, key[1])
        parent.value.setdefault(key[0], node)
        self._keys[-1] = None
        return node

    def _check_text(self, text: str, line: int) -> None:
        if len(text) > MAX_TEXT:
            self._refuse(line, f"holds a text of more than {MAX_TEXT:,} characters.")
        if text.isascii() and text.isprintable():
            return
        for letter in text:
            if letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co"):
                found = f"holds the invisible character U+{ord(letter):04X} in '{shorten(text)}'."
                self.problems.append(Problem(self.file, line, "", found, "Remove it."))
                return

    def _resolve(self, text: str, line: int) -> Any:
        """What an unquoted scalar means."""
        if text in _WORDS:
            return _WORDS[text]
        if _NOT_FINITE.match(text):
            self.problems.append(Problem(self.file, line, "", f"{text} is not a number that can be used."))
            return 0.0
        if not _REAL.match(text):
            return text
        number = float(text) if len(text) <= 40 else math.inf
        if not abs(number) < 1e15:
            found = f"{shorten(text)} is beyond any number that can be used."
            self.problems.append(Problem(self.file, line, "", found))
            return 0.0
        return int(text) if _INTEGER.match(text) else number


def shorten(text: str, length: int = 40) -> str:
    """The text cut to a length, for messages; control characters made visible."""
    cut = text if len(text) <= length else text[: length - 1] + "…"
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in cut)
