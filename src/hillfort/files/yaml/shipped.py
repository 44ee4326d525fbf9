"""Where scenarios, measures and templates are found: by name in the package, or by path."""

from __future__ import annotations

from pathlib import Path

from hillfort.foundation.errors import InputError, Problem, did_you_mean

DATA = Path(__file__).resolve().parents[2] / "data"
_FOLDERS = {"scenario": DATA / "scenarios", "measure": DATA / "measures"}


def shipped(kind: str) -> list[str]:
    """Names of the scenarios or measures that come with the package, sorted."""
    return sorted(path.stem for path in _FOLDERS[kind].glob("*.yaml"))


def is_path(name: str) -> bool:
    """Whether a name is a path: with a folder or `.yaml` in it."""
    return "/" in name or "\\" in name or name.endswith((".yaml", ".yml"))


def resolve(kind: str, name: str, *, beside: Path | None = None) -> Path:
    """The file of a scenario or measure.

    A name with a folder or `.yaml` in it is a path, relative to the file it is written in or else to the working
    directory; any other name is one of those shipped.

    Raises
    ------
    InputError
        No such name.
    """
    if "\0" in name or len(name) > 1000:
        raise InputError(Problem("request", 0, kind, "is not a name or a path."))
    if is_path(name):
        path = Path(name)
        return path if path.is_absolute() or beside is None else beside.parent / path
    names = shipped(kind)
    if name in names:
        return _FOLDERS[kind] / f"{name}.yaml"
    if name and name.strip(".") and Path(name).exists():
        advice = f"For the file of that name write './{name}'."
        raise InputError(Problem("request", 0, kind, f"'{name}' is not one of the {kind}s.", advice))
    advice = did_you_mean(name, names) or f"No {kind} is shipped; give a path ending in .yaml."
    raise InputError(Problem("request", 0, kind, f"'{name}' is not one of the {kind}s.", advice))
