"""The packages a theatre is built from: where they are installed, and what to do when they are not."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from importlib import metadata
from pathlib import Path
from typing import Any

from hillfort.foundation.errors import InputError, Problem

ADVICE = "`make theatre` in the repository installs it; elsewhere, `pip install 'hillfort[theatre]'`."

WORLD_ATLAS = "world-atlas"
WORLD_ATLAS_VERSION = "2.0.2"


def package_file(package: str, name: str) -> Path:
    """Path of a file inside an installed distribution; its code is never run.

    Raises `InputError` when the distribution or the file is missing.
    """
    try:
        found = Path(str(metadata.distribution(package).locate_file(name)))
    except metadata.PackageNotFoundError:
        raise InputError(Problem("theatre build", 0, package, "this package is not installed.", ADVICE)) from None
    if not found.exists():
        raise InputError(Problem("theatre build", 0, package, f"it has no file {name}.", ADVICE))
    return found


def package_version(package: str) -> str:
    """Installed version of a distribution."""
    return metadata.version(package)


def cache_folder() -> Path:
    """Where downloaded archives are kept: HILLFORT_CACHE, or `hillfort` in the user's cache folder."""
    named = os.environ.get("HILLFORT_CACHE")
    folder = Path(named) if named else Path.home() / ".cache" / "hillfort"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def world_atlas(name: str, *, sha256: str = "") -> Any:
    """A TopoJSON file of the npm package `world-atlas`, fetched once with `npm pack` and kept in the cache.

    `sha256` is of the archive; a mismatch raises `InputError`.
    """
    archive = cache_folder() / f"{WORLD_ATLAS}-{WORLD_ATLAS_VERSION}.tgz"
    if not archive.exists():
        _npm_pack(archive.parent)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if sha256 and digest != sha256:
        found = f"its archive has SHA-256 {digest}, expected {sha256}."
        raise InputError(Problem(str(archive), 0, WORLD_ATLAS, found, "Delete the file and build again."))
    with tarfile.open(archive) as bundle:
        member = bundle.extractfile(f"package/{name}")
        if member is None:
            raise InputError(Problem(str(archive), 0, WORLD_ATLAS, f"it holds no {name}."))
        return json.load(member)


def _npm_pack(folder: Path) -> None:
    npm = shutil.which("npm")
    advice = f"Put {WORLD_ATLAS}-{WORLD_ATLAS_VERSION}.tgz into {folder}, or install npm."
    if npm is None:
        raise InputError(Problem("theatre build", 0, WORLD_ATLAS, "npm is needed to fetch this package.", advice))
    order = [npm, "pack", f"{WORLD_ATLAS}@{WORLD_ATLAS_VERSION}", "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(order, capture_output=True, text=True, check=False)  # noqa: S603  (words, not a shell)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise InputError(Problem("theatre build", 0, WORLD_ATLAS, f"npm pack failed: {last}", advice))
