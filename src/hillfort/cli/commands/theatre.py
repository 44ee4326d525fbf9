"""`hillfort theatre`: build, show and check the ground that scenarios are fought on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hillfort.cli.output import Console, say
from hillfort.cli.sections import Only, asked_for, wanted

app = typer.Typer(help="Theatres: build, show, check.", no_args_is_help=True)

CHECK = {"contents": "", "checks": ""}
"""Sections of a check that can be asked for."""
FAILED = 3
"""Exit code when a theatre disagrees with a known figure."""

Name = Annotated[str, typer.Argument(help="A theatre that comes with the package, or a folder with a recipe.")]


@app.command()
def build(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="Folder for the artefact; beside the recipe when left out.")] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace files of --out that are no theatre's.")] = False,
) -> None:
    """Rebuild a theatre from its sources: same input, same bytes. Needs the source packages:
    `make theatre` installs them.

    Example: hillfort theatre build marrow --out out/marrow
    """
    from hillfort.files.results.documents import check_artefact
    from hillfort.files.theatre.build import build_theatre

    if out is not None and not force:
        check_artefact(out, theatre=Path(name).name)
    console = Console(stderr=True)
    with console.status("starting") as status:
        sizes = build_theatre(name, out=out, progress=lambda text: status.update(f"{name}: {text}"))
    for file, size in sizes.items():
        say(f"{file:20s} {size / 1024:9.1f} KiB")


@app.command()
def show(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="Picture to write: .png, .svg or .pdf.")] = None,
    date: Annotated[str | None, typer.Option(help="Roads and railways as of this ISO date.")] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace a picture that is there already.")] = False,
) -> None:
    """Draw a theatre to a picture, NAME.png unless told otherwise.

    Example: hillfort theatre show baltic --out baltic.png --date 2025-12
    """
    from hillfort.files.results.documents import check_new
    from hillfort.files.theatre.artefact import load_theatre
    from hillfort.files.theatre.picture import draw_theatre

    theatre = load_theatre(name, date=date)
    path = out or Path(f"{theatre.name}.png")
    check_new(path, option="--out", force=force)
    draw_theatre(theatre, path)
    say(str(path))


@app.command()
def check(name: Name, *, only: Only = None) -> None:
    """Print what a theatre holds and compare it with known figures; exit code 3 when one is out of its bounds.

    Example: hillfort theatre check baltic
    """
    from rich.markup import escape

    from hillfort.cli.layout import PrintedTable
    from hillfort.cli.show import console
    from hillfort.files.theatre.check import check_theatre

    sections = asked_for(only, CHECK)
    with Console(stderr=True).status("reading") as status:
        report = check_theatre(name, progress=lambda text: status.update(escape(f"{name}: {text}")))
    out = console()
    contents = PrintedTable(("", ""))
    for heading, value in report.contents:
        contents.add_row(heading, str(value))
    if wanted("contents", sections):
        out.print(contents)
        out.print()
    findings = PrintedTable(("", "Check", "found", "unit", "allowed", "grade"), right=[2])
    for finding in report.findings:
        bounds = f"{finding.low:g} to {finding.high:g}"
        mark = "ok" if finding.passed else "FAIL"
        findings.add_row(mark, finding.name, f"{finding.found:.3f}", finding.unit, bounds, finding.grade)
    if wanted("checks", sections):
        out.print(findings)
    failed = [finding for finding in report.findings if not finding.passed]
    say(f"\n{len(report.findings)} checks, {len(failed)} failed")
    if failed:
        names = "; ".join(f"{finding.name} ({finding.found:.3f})" for finding in failed)
        say(f"out of tolerance: {names}", err=True)
        raise typer.Exit(FAILED)
