"""The folder that a result goes to: found, held, cleared of what a stopped run left,
and asked whether it may be used."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from hillfort.files.results import lock, swap
from hillfort.files.results.manifest import MANIFEST, Contents, ManifestStudy, contents
from hillfort.foundation.errors import InputError, Problem, why

MOST_NAMED = 5
"""Files that a message names one by one."""


@dataclasses.dataclass(frozen=True, slots=True)
class ResultPlace:
    """Where the result of a study goes."""

    folder: Path
    """As the user wrote it, for messages."""
    real: Path
    """Absolute, every link followed."""
    study: ManifestStudy
    force: bool = False
    """Whether it may take the place of another study's result, and of files that were changed since."""
    shared: bool = False
    """Whether files that are not Hillfort's may be there although no result is."""
    replaces: str = ""
    """The result that it takes the place of, in words; '' where there is none, or one of the same study."""


@contextlib.contextmanager
def claimed(
    folder: Path, study: ManifestStudy, *, force: bool = False, shared: bool = False, names: Iterable[str] = ()
) -> Iterator[ResultPlace]:
    """Hold a folder for the result of a study, after every question that can be asked before anything is computed.

    The folders above it are made if need be. What an earlier run that was killed left there is put back or swept.

    Parameters
    ----------
    folder : Path
        Relative or absolute; links are followed.
    study : Study
        Whose result is to be written.
    force : bool
        Replace the result of another study, and files of Hillfort's that were changed since.
    shared : bool
        Accept a folder with other files in it, as long as none of them has one of `names`.
    names : iterable of str
        Files that may be written.

    Raises
    ------
    InputError
        It is no folder, is not Hillfort's to write to, holds another study's result, or another run is writing there.
    """
    asked = ResultPlace(folder, real_folder(folder), study, force, shared)
    _usable(asked)
    with lock.alone(asked.real) as held:
        if held:
            _recovered(asked)
        yield dataclasses.replace(asked, replaces=check_place(asked, names))


def real_folder(folder: Path) -> Path:
    """The folder that is meant: absolute, without `..`, every link followed. It need not exist.

    Raises
    ------
    InputError
        A link leads nowhere or back to itself, or the folder is the root of the disk.
    """
    try:
        for part in (folder, *folder.parents):
            if part.is_symlink() and not part.exists():
                part.stat()
        real = Path(os.path.realpath(folder))
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, FileNotFoundError):
            found = f"is a link to {part.readlink()}, which is not there."
            raise _refused(folder, found, "Make that folder, or choose another.") from None
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise _refused(folder, "is a link that leads back to itself.", "Choose another folder.") from None
        said = why(error) if isinstance(error, OSError) else str(error)
        raise _refused(folder, f"cannot be read: {said}.", "Choose another folder.") from None
    if not real.name:
        raise _refused(folder, "is the root of the disk.", "Choose a folder below it.")
    return real


def check_place(place: ResultPlace, names: Iterable[str]) -> str:
    """Make sure that a place may take files of these names; what would be replaced in words,
    '' where nothing of another study.

    Raises
    ------
    InputError
        With every reason why not.
    """
    if not place.real.exists():
        return ""
    try:
        found = contents(place.real)
    except OSError as error:
        raise _refused(place.folder, f"cannot be read: {why(error)}.", "Choose another folder.") from None
    problems = _foreign(place, found, set(names) | {MANIFEST})
    other = _other_study(place, found)
    if other and not place.force:
        advice = f"Choose another folder, or add --force to replace it; this is {place.study}."
        problems.append(Problem(str(place.folder), 0, "--out", f"holds {other}.", advice))
    if found.changed and not place.force:
        said = f"{_listed(found.changed)} {_was(found.changed)} changed since Hillfort wrote {_them(found.changed)}."
        advice = "Move what you want to keep, choose another folder, or add --force."
        problems.append(Problem(str(place.folder), 0, "--out", said, advice))
    if problems:
        raise InputError(problems, "the request")
    return other


def _foreign(place: ResultPlace, found: Contents, names: set[str]) -> list[Problem]:
    """Problems with files that Hillfort did not write."""
    if found.manifest is None and not found.earlier and found.foreign and not place.shared:
        said = f"holds files that are not a Hillfort result: {_listed(found.foreign)}."
        advice = "Choose a new folder, an empty one, or one that holds an earlier result."
        return [Problem(str(place.folder), 0, "--out", said, advice)]
    taken = [name for name in found.foreign if name in names]
    if not taken:
        return []
    said = f"{_listed(taken)} {_was(taken)} not written by Hillfort, and would be replaced."
    return [Problem(str(place.folder), 0, "--out", said, "Move what you want to keep, or choose another folder.")]


def _other_study(place: ResultPlace, found: Contents) -> str:
    """The result of another study that is there, in words; '' where there is none."""
    earlier = found.manifest
    if found.earlier:
        files = ", ".join(found.ours)
        return f"a result of {found.earlier} by an earlier Hillfort, without a manifest, whose files are {files}"
    if earlier is None:
        return ""
    if earlier.study is None:
        return f"a result of {earlier.when} whose manifest does not say what it is"
    differs = earlier.study.differences(place.study)
    return f"another result: {earlier.study}, {earlier.when} (differs: {', '.join(differs)})" if differs else ""


def _usable(place: ResultPlace) -> None:
    """Refuse what is no folder, and make the folders above one that is not there yet."""
    folder, real = place.folder, place.real
    try:
        if real.exists() and not real.is_dir():
            raise _refused(folder, "is a file, not a folder.", "Choose another name or remove it.")
        if real.is_dir():
            allowed = os.access(real, os.W_OK | os.X_OK)
        else:
            real.parent.mkdir(parents=True, exist_ok=True)
            allowed = os.access(real.parent, os.W_OK | os.X_OK)
    except OSError as error:
        raise _refused(folder, f"cannot be written to: {why(error)}.", "Choose another folder.") from None
    if not allowed:
        raise _refused(folder, "cannot be written to: permission denied.", "Choose another folder.")


def _recovered(place: ResultPlace) -> None:
    """Put back or sweep what a run that was killed left there."""
    try:
        swap.recover(place.real)
        if not place.real.is_dir():
            probe = swap.prepare(place.real)
            probe.rmdir()
    except FileExistsError as error:
        said = f"cannot be restored after a run that was cut off: {error.filename} is in the way."
        raise _refused(place.folder, said, "Move that file, then run this again.") from None
    except OSError as error:
        said = f"cannot be written to: {why(error)}."
        raise _refused(place.folder, said, "Choose another folder.") from None


def _refused(folder: Path, found: str, advice: str) -> InputError:
    return InputError(Problem(str(folder), 0, "--out", found, advice), "the request")


def _listed(names: Iterable[str]) -> str:
    """Some names, and how many more there are."""
    every = [name if name.isprintable() else ascii(name) for name in names]
    more = len(every) - MOST_NAMED
    return ", ".join(every[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _was(names: Iterable[str]) -> str:
    return "was" if len(tuple(names)) == 1 else "were"


def _them(names: Iterable[str]) -> str:
    return "it" if len(tuple(names)) == 1 else "them"
