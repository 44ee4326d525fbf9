"""Does a change under `src` bring words for the changelog? `make lint` asks this of the commits that are new here.

    python bench/fragments.py

New are the commits since the branch left the remote's main branch; without a remote, since it left the local `main`; on
`main` itself, the last commit (a merge with all that it brings in). A new or changed file in `changelog.d`, or a
changed `CHANGELOG.md`, is words. A commit that no user can notice says so in its message instead, with the reason:

    Changelog: none, the parts of the module only moved

Where git cannot say what is new (no git, no history, a shallow clone that ends too early), that is printed and the
check passes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SOURCES, FRAGMENTS, CHANGELOG = "src/", "changelog.d/", "CHANGELOG.md"
NEEDS_NO_WORDS = re.compile(r"^Changelog: none, \S.*$", re.MULTILINE)
REMOTE_MAINS = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main")
LOCAL_MAIN = "refs/heads/main"
MOST_NAMED = 10
"""Commits that are named in an error."""


class CannotTellError(Exception):
    """Git does not say what is new; the message says why."""


def git(folder: Path, *words: str) -> str:
    """What git prints; CannotTellError with its own first words where it fails or does not exist."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    except OSError as error:
        raise CannotTellError(f"git cannot be run ({error.strerror})") from error
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise CannotTellError(f"git {words[0]}: {said[0]}")
    return done.stdout


def commit_of(folder: Path, name: str) -> str | None:
    """The commit that a name stands for, None where there is none of the name."""
    try:
        return git(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()
    except CannotTellError:
        return None


def before(folder: Path) -> str:
    """The last commit that is not new."""
    if Path(git(folder, "rev-parse", "--show-toplevel").strip()).resolve() != folder.resolve():
        raise CannotTellError("this folder is not the top of a git repository")
    head = commit_of(folder, "HEAD")
    if head is None:
        raise CannotTellError("there is no commit")
    for name in REMOTE_MAINS:
        if commit_of(folder, name):
            return git(folder, "merge-base", "HEAD", name).strip()
    main = commit_of(folder, LOCAL_MAIN)
    if main and main != head:
        return git(folder, "merge-base", "HEAD", LOCAL_MAIN).strip()
    parent = commit_of(folder, "HEAD^1")
    if parent is None:
        raise CannotTellError("the last commit has no parent here (a first commit, or a shallow clone)")
    return parent


def brings_words(folder: Path, base: str) -> bool:
    """A fragment is new or changed since the base, or the changelog itself is."""
    kept = git(folder, "diff", "--name-only", "--diff-filter=d", base, "HEAD").splitlines()
    return any(name.startswith(FRAGMENTS) or name == CHANGELOG for name in kept)


def without_words(folder: Path, base: str) -> list[str]:
    """Commits since the base, newest first, that change sources and do not say that no user can notice."""
    return [
        git(folder, "show", "--no-patch", "--format=%h %s", commit).strip()
        for commit in git(folder, "rev-list", "--no-merges", f"{base}..HEAD", "--", SOURCES).split()
        if not NEEDS_NO_WORDS.search(git(folder, "show", "--no-patch", "--format=%B", commit))
    ]


def main() -> None:
    """Print nothing and end well, print that git cannot tell and end well, or name the commits and end with 1."""
    folder = Path.cwd()
    try:
        base = before(folder)
        silent = [] if brings_words(folder, base) else without_words(folder, base)
    except CannotTellError as reason:
        print(f"fragments: cannot tell which commits are new: {reason}. Nothing was checked.")
        return
    if silent:
        named = "".join(f"\n  {each}" for each in silent[:MOST_NAMED])
        more = f"\n  and {len(silent) - MOST_NAMED} more" if len(silent) > MOST_NAMED else ""
        sys.exit(
            f"fragments: {SOURCES} changes without words for the changelog in:{named}{more}\n"
            f"Add a file {FRAGMENTS}<subject>.md whose first line is Added, Changed, Fixed or Results and "
            "whose other lines "
            "are the words.\nIf no user can notice the change, say why in the commit's message: "
            '"Changelog: none, <reason>".'
        )


if __name__ == "__main__":
    main()
