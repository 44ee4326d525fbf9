"""Reading a finished result folder: its numbers, tables and pictures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from hillfort.files.results.earlier import command_of
from hillfort.files.results.folder import read_summary
from hillfort.files.results.manifest import read_manifest
from hillfort.files.results.schema import MODELS
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.studies.records import ResultPart

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class ResultFolder:
    """A finished folder of any command."""

    folder: Path
    command: str
    """Words of the command that left it."""
    summary: dict[str, Any]
    """All numbers, as in the file that holds them."""

    def __repr__(self) -> str:
        return f"<Result of {self.command} in {self.folder}: tables {', '.join(self.tables) or 'none'}>"

    @property
    def result(self) -> ResultPart:
        """The numbers as records with named fields; see `hillfort schema`.

        Raises
        ------
        InputError
            The command has no schema, or the file was written by another version and holds something else.
        """
        if self.command not in MODELS:
            said = f"a result of '{self.command}' has no schema; its numbers are in `summary`."
            raise InputError(Problem(str(self.folder), 0, "", said))
        name, model = MODELS[self.command]
        try:
            return model.model_validate(self.summary)
        except ValidationError as error:
            where = [".".join(str(step) for step in each["loc"]) for each in error.errors()]
            wrong = [(place, each["msg"]) for place, each in zip(where, error.errors(), strict=True)]
            advice = "Run the command again with this version."
            file = str(self.folder / name)
            raise InputError([Problem(file, 0, at, f"{said}.", advice) for at, said in wrong], file) from None

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of its tables."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.parquet")))

    @property
    def pictures(self) -> tuple[str, ...]:
        """Names of its pictures."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.png")))

    def frame(self, name: str) -> pd.DataFrame:
        """One table as a pandas frame; `InputError` names the tables there are."""
        import pandas

        return pandas.read_parquet(self.file(name, self.tables, "table", ".parquet"))

    def polars(self, name: str) -> Any:
        """One table as a polars frame."""
        import polars

        return polars.from_pandas(self.frame(name))

    def file(self, name: str, known: tuple[str, ...], kind: str, ending: str) -> Path:
        """The path of a table or picture."""
        if name not in known:
            advice = did_you_mean(name, known) or f"There are: {', '.join(known) or 'none'}."
            raise InputError(Problem(str(self.folder), 0, kind, f"'{name}' is not a {kind} of this result.", advice))
        return self.folder / f"{name}{ending}"


def open_folder(folder: Path) -> ResultFolder:
    """The result in a folder.

    Raises
    ------
    InputError
        There is no finished result in it.
    """
    summary = read_summary(folder)
    command = _command(folder, summary)
    name = MODELS[command][0] if command in MODELS else "result.json"
    if name != "result.json":
        try:
            summary = json.loads((folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(Problem(str(folder / name), 0, "", f"cannot be read: {error}.")) from None
    return ResultFolder(folder, command, summary)


def _command(folder: Path, summary: dict[str, Any]) -> str:
    """Which command left the folder: as its manifest says, or from what its numbers look like."""
    manifest = read_manifest(folder)
    if manifest is not None and manifest.study is not None:
        return manifest.study.command
    return command_of(summary)
