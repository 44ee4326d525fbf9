"""Only `report` and `files` open a path."""

from __future__ import annotations

import ast

from architecture.source import Module, dotted, modules

MAY_OPEN = ("report", "files")
EXEMPT = {
    "hillfort.foundation.jit": "the cache of compiled kernels has to be named before the first of them is defined",
    "hillfort.foundation.compiled": "and its files are sealed and read there, where no kernel is defined yet",
    "hillfort.cli.output": "a standard stream that is closed is replaced by the "
    "null device, which is no path of anybody's",
}

METHODS = {
    "open",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "mkdir",
    "unlink",
    "touch",
    "rmdir",
    "to_parquet",
    "to_csv",
    "read_parquet",
    "read_csv",
    "read_table",
    "write_table",
    "savefig",
    "savetxt",
    "loadtxt",
    "savez",
    "savez_compressed",
    "memmap",
    "tofile",
    "fromfile",
}
MODULES = ("shutil", "tempfile", "zipfile", "tarfile")
CALLS = {"np.load", "np.save", "numpy.load", "numpy.save", "os.replace", "os.rename", "os.remove", "os.makedirs"}


def opened_paths(found: list[Module]) -> list[str]:
    broken = []
    for module in found:
        if module.package in MAY_OPEN or module.name in EXEMPT:
            continue
        broken += [f"{module.name} imports {name}" for name in module.imports if name.split(".")[0] in MODULES]
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            name = dotted(node.func)
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name == "open" or name in CALLS or method in METHODS:
                broken.append(f"{module.name}:{node.lineno} {name or method}()")
    return broken


def test_only_report_and_files_open_a_path() -> None:
    assert opened_paths(modules()) == []


def test_the_rule_of_paths_catches_what_it_is_for() -> None:
    for text in ("open('x')", "Path('x').read_text()", "np.load('x')", "import tempfile", "frame.to_parquet('x')"):
        assert opened_paths([Module("hillfort.studies.campaign.assess", text)]), text
        assert opened_paths([Module("hillfort.files.scenario.read", text)]) == []
