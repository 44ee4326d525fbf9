"""Structure errors: what a schema finds wrong, said with the file and line of the value."""

from __future__ import annotations

import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from hillfort.files.yaml.lines import YamlNode, kind_of, plain, shorten
from hillfort.foundation.addresses import printed
from hillfort.foundation.errors import Problem, did_you_mean

Model = TypeVar("Model", bound=BaseModel)


def validated(model: type[Model], node: YamlNode) -> tuple[Model | None, list[Problem]]:
    """The node as a model, or None and everything that is wrong with its structure."""
    try:
        return model.model_validate(plain(node)), []
    except ValidationError as error:
        found = error.errors(include_url=False)
    problems: list[Problem] = []
    folded = _fold_typos(found, node, problems)
    for entry in found:
        if id(entry) not in folded:
            problems += _problems(model, entry, node)
    return None, problems


def _fold_typos(found: list[Any], root: YamlNode, problems: list[Problem]) -> set[int]:
    """An absent field and an unknown one of nearly the same name beside it are one problem."""
    import difflib

    folded: set[int] = set()
    absent = [entry for entry in found if entry["type"] == "missing"]
    for extra in (entry for entry in found if entry["type"] == "extra_forbidden"):
        beside = {str(e["loc"][-1]): e for e in absent if e["loc"][:-1] == extra["loc"][:-1] and id(e) not in folded}
        written = str(extra["loc"][-1])
        near = difflib.get_close_matches(written, beside, n=1, cutoff=0.6)
        if near:
            node, path = locate(root, extra["loc"])
            text = f"'{shorten(written)}' is not a field here, and '{near[0]}' is required and absent."
            problems.append(node.problem(where(path), text, f"Did you mean '{near[0]}'?"))
            folded |= {id(extra), id(beside[near[0]])}
    return folded


def locate(root: YamlNode, loc: tuple[Any, ...]) -> tuple[YamlNode, list[Any]]:
    """The deepest node on a schema location, and the path to it in the file's own terms.

    Locations also name union members and '[key]', which the file does not have: those are skipped.
    """
    node, path = root, []
    for part in loc:
        child: YamlNode | None = None
        if isinstance(part, int) and part < len(node.list):
            child = node.list[part]
        elif isinstance(part, str):
            child = node.get(part)
        if child is not None:
            node = child
            path.append(part)
    return node, path


def where(path: list[Any]) -> str:
    """The path as people write it: formations.ee-1bde.base, tasks[0].at."""
    return printed(part if isinstance(part, int) else shorten(str(part)) for part in path)


def _problems(model: type[BaseModel], entry: Any, root: YamlNode) -> list[Problem]:
    kind, loc = entry["type"], entry["loc"]
    node, path = locate(root, loc)
    if kind == "evidence":
        return [_evidence_problem(node, path, part, text) for part, text in entry["ctx"]["parts"]]
    if kind == "too_short" and len(entry["input"]) >= entry["ctx"]["min_length"]:
        return []  # Its entries are wrong, and reported one by one.
    if kind == "missing":
        return [_absent(node, path, str(loc[-1]))]
    if kind == "extra_forbidden":
        advice = did_you_mean(str(loc[-1]), fields_at(model, loc[:-1]))
        return [node.problem(where(path), "is not a field here.", advice)]
    if loc and loc[-1] == "[key]":
        path = path if path and path[-1] == loc[-2] else [*path, loc[-2]]
    found, advice = _wording(kind, entry)
    return [node.problem(where(path), found, advice)]


def _absent(parent: YamlNode, path: list[Any], name: str) -> Problem:
    """A required field that is not there; a patch that deleted it is where to look."""
    file, line = parent.deleted.get(name, (parent.file, parent.line))
    found = "is required and was deleted." if name in parent.deleted else "is required and absent."
    return Problem(file, line, where([*path, name]), found)


def _evidence_problem(node: YamlNode, path: list[Any], part: str, text: str) -> Problem:
    child = node.get(part)
    if child is None:
        return node.problem(where(path), text)
    return child.problem(where([*path, part]), text)


def _wording(kind: str, entry: Any) -> tuple[str, str]:
    """What was found and what to do, for one kind of schema error."""
    value, ctx = entry["input"], entry.get("ctx", {})
    shown = f"'{shorten(value)}'" if isinstance(value, str) else _number(value)
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        if ctx.get("class_name") in ("EvidenceEntry", "AssumptionEntry", "OverrideEntry"):
            advice = "A value of the model is written {value, low, high, source, grade}."
            return f"{shown} is {kind_of(value)} without range and source.", advice
        return f"is {kind_of(value)}; a mapping of fields is expected.", ""
    if kind in ("literal_error", "union_tag_invalid"):
        allowed = (ctx.get("expected") or ctx.get("expected_tags")).replace(" or ", ", ").replace("'", "").split(", ")
        written = ctx.get("tag", value)
        advice = did_you_mean(str(written), allowed)
        return f"'{shorten(str(written))}' is not one of {', '.join(allowed)}.", advice if "mean" in advice else ""
    if kind == "union_tag_not_found":
        return "task is required and absent.", "One of attack, move, hold, delay, counter-attack."
    expected = {
        "string_type": "text",
        "int_type": "a whole number",
        "int_from_float": "a whole number",
        "float_type": "a number",
        "bool_type": "true or false",
        "tuple_type": "a list",
    }.get(kind)
    if expected:
        advice = "Put it in quotes." if kind == "string_type" and isinstance(value, int | float) else ""
        return f"{shown} is {kind_of(value)}; {expected} is expected.", advice
    return _limit_wording(kind, shown, ctx) or (f"{shown}: {entry['msg']}", "")


def _limit_wording(kind: str, shown: str, ctx: dict[str, Any]) -> tuple[str, str] | None:
    limits = {
        "greater_than": ("is not above", "gt"),
        "greater_than_equal": ("is below", "ge"),
        "less_than": ("is not below", "lt"),
        "less_than_equal": ("is above", "le"),
    }
    if kind in limits:
        words, key = limits[kind]
        return f"{shown} {words} {ctx[key]:g}.", ""
    if kind == "string_pattern_mismatch":
        return f"{shown} is not of the form allowed here.", _PATTERNS.get(ctx["pattern"], f"Allowed: {ctx['pattern']}.")
    if kind == "date":
        return f"'{ctx['text']}' is not a date like 2019-09-15.", ""
    if kind in ("too_short", "string_too_short"):
        return "is empty.", ""
    if kind in ("too_long", "string_too_long"):
        most = ctx["max_length"]
        return f"is longer than {most:,} {'characters' if kind.startswith('string') else 'entries'}.", ""
    if kind == "finite_number":
        return "is not a finite number.", ""
    return None


_PATTERNS = {
    r"^[A-Z]{2}$": "A country is two capital letters, like EE.",
    r"^[A-F][1-6]$": "A grade is a letter A to F and a digit 1 to 6, like C3.",
    r"^[0-9]{10}$": "Ten digits in quotes: entity and two modifiers.",
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$": "An id has letters without accents, digits, dots, dashes and underscores.",
}


def _number(value: Any) -> str:
    if value is None or isinstance(value, dict | list | tuple):
        return "this"
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"


def fields_at(model: type[BaseModel], loc: tuple[Any, ...]) -> list[str]:
    """Names of the fields that may stand at a schema location."""
    here: Any = model
    for part in loc:
        here = _step(_bare(here), part)
    here = _bare(here)
    return list(here.model_fields) if _is_model(here) else []


def _step(kind: Any, part: Any) -> Any:
    """The type one step further along a location."""
    if _is_model(kind):
        wanted = kind.model_fields.get(part)
        return wanted.annotation if wanted else _step(typing.get_type_hints(kind).get("__pydantic_extra__"), part)
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is dict:
        return arguments[1]
    if typing.get_origin(kind) is tuple:
        return arguments[0]
    for member in arguments:
        bare = _bare(member)
        if _is_model(bare) and "task" in bare.model_fields:
            if part in typing.get_args(bare.model_fields["task"].annotation):
                return bare
        elif _is_model(bare):
            return _step(bare, part)
    return None


def _bare(kind: Any) -> Any:
    while typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    members = [member for member in typing.get_args(kind) if member is not type(None)]
    if len(members) == 1 and len(typing.get_args(kind)) == 2:
        return _bare(members[0]) if typing.get_origin(kind) not in (dict, tuple) else kind
    return kind


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def evidence_nodes(node: YamlNode, path: list[Any] | None = None) -> list[tuple[YamlNode, list[Any]]]:
    """Every mapping below a node that is written like evidence, with its path."""
    path = path or []
    if "value" in node.items and ("source" in node.items or "grade" in node.items):
        return [(node, path)]
    found = []
    for key, child in node.items.items():
        found += evidence_nodes(child, [*path, key])
    for index, child in enumerate(node.list):
        found += evidence_nodes(child, [*path, index])
    return found
