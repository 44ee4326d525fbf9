"""The command `hillfort`: what it offers, and how errors become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from hillfort.cli import output as streams
from hillfort.cli import registry, stop
from hillfort.cli.exits import DONE, EPILOG, INTERRUPTED
from hillfort.foundation.errors import HillfortError, InputError, ModelError, why
from hillfort.foundation.version import VERSION

app = typer.Typer(
    name="hillfort",
    help="Is it enough? A workbench for weighing a region's defence. Begin with: hillfort assess marrow",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        version()
        raise typer.Exit


def version() -> None:
    """Print the version.

    Example: hillfort version
    """
    streams.say(f"hillfort {VERSION}")


@app.callback()
def _options(
    *,
    wanted: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Options of the command itself."""


def _add_commands() -> None:
    """Each file of `hillfort.cli.commands`: a group of commands where it has an `app`, else the command of its name."""
    for name, module in registry.commands().items():
        group = getattr(module, "app", None)
        if group is None:
            app.command(name, epilog=EPILOG)(getattr(module, name))
            continue
        for each in group.registered_commands:
            each.epilog = each.epilog or EPILOG
        app.add_typer(group, name=name, epilog=EPILOG)
    app.command("version", epilog=EPILOG)(version)


_add_commands()


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; `HILLFORT_DEBUG=1` shows where an error comes from."""
    streams.settle()
    stop.listen()
    try:
        app(args=streams.harmless(sys.argv[1:] if arguments is None else arguments), prog_name="hillfort")
    except HillfortError as error:
        if os.environ.get("HILLFORT_DEBUG"):
            raise
        streams.say(f"hillfort: {error}", err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, SystemExit) as left:
        if isinstance(left.__context__, BrokenPipeError):  # Nobody reads what is printed any more.
            streams.forget_output()
            sys.exit(DONE)
        if isinstance(left, KeyboardInterrupt) or left.code == INTERRUPTED:
            if isinstance(left, KeyboardInterrupt) or stop.untold():
                streams.say("hillfort: interrupted: nothing is kept. The same command starts anew.", err=True)
            sys.exit(INTERRUPTED)
        raise
    except MemoryError:
        streams.say("hillfort: not enough memory for this; ask for fewer draws or days.", err=True)
        sys.exit(ModelError.exit_code)
    except OSError as error:
        if os.environ.get("HILLFORT_DEBUG"):
            raise
        place = f"{error.filename} could not be read or written: " if error.filename else "reading or writing failed: "
        streams.say(f"hillfort: {place}{why(error)}.", err=True)
        streams.forget_output()
        sys.exit(InputError.exit_code)


if __name__ == "__main__":
    run()
