"""Every table of text is read and written by one module: habits of spreadsheets are told apart in one place."""

from __future__ import annotations

from architecture.source import Module, modules

READERS = ("csv", "openpyxl", "xlsxwriter")
PLACE = "hillfort.files.tables"
CALLS = ("read_csv(", ".to_csv(", "write_csv(", "scan_csv(", "to_excel(", "genfromtxt(", "loadtxt(", "savetxt(")


def readers_of_their_own(found: list[Module]) -> list[str]:
    broken = []
    for module in found:
        if module.name.startswith(PLACE):
            continue
        broken += [f"{module.name} imports {name}" for name in module.imports if name.split(".")[0] in READERS]
        broken += [f"{module.name} calls {call[:-1]}" for call in CALLS if call in module.text]
    return broken


def test_tables_are_read_and_written_in_one_place() -> None:
    assert readers_of_their_own(modules()) == []


def test_a_reader_of_its_own_is_found() -> None:
    assert readers_of_their_own([Module("hillfort.files.x", "import csv\n")])
    assert readers_of_their_own([Module("hillfort.report.x", "frame.to_csv(path)\n")])
