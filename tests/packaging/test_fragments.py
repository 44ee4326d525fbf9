"""A change under `src` brings words for the changelog, and a clone in which git cannot tell what is new passes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "bench" / "fragments.py"
ALONE = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}
SOURCE, FRAGMENT = "src/hillfort/a.py", "changelog.d/a.md"


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, env=ALONE)


def commit(folder: Path, *names: str, message: str = "A change") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{path.read_text() if path.exists() else ''}more\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--allow-empty", "--message", message)


def check(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT)], cwd=folder, capture_output=True, text=True, env=ALONE, check=False
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def main(tmp_path: Path) -> Path:
    """A repository with one commit of everything on main, and no remote."""
    folder = tmp_path / "main"
    folder.mkdir()
    git(folder, "init", "--initial-branch", "main")
    commit(folder, SOURCE, "changelog.d/old.md", "docs/a.md", "CHANGELOG.md")
    return folder


@pytest.fixture
def clone(main: Path, tmp_path: Path) -> Path:
    """A fresh clone of it, whose last commit changed a source without words."""
    commit(main, SOURCE)
    git(tmp_path, "clone", str(main), "clone")
    return tmp_path / "clone"


def test_a_fresh_clone_has_nothing_new_whatever_its_last_commit_did(clone: Path) -> None:
    assert check(clone) == (0, "")


def test_commits_since_the_remote_are_new_on_main_and_on_a_branch(clone: Path) -> None:
    commit(clone, SOURCE, message="Silent")
    commit(clone, "docs/a.md", message="A page")
    code, said = check(clone)
    assert code == 1
    assert "Silent" in said
    assert "A page" not in said
    git(clone, "switch", "--create", "branch")
    assert check(clone)[0] == 1
    commit(clone, FRAGMENT)
    assert check(clone) == (0, "")


@pytest.mark.parametrize("words", [FRAGMENT, "changelog.d/old.md", "CHANGELOG.md"])
def test_a_new_or_a_changed_fragment_or_the_changelog_itself_is_words(main: Path, words: str) -> None:
    commit(main, SOURCE, words)
    assert check(main) == (0, "")


def test_to_take_a_fragment_away_is_not_words(main: Path) -> None:
    (main / "changelog.d" / "old.md").unlink()
    commit(main, SOURCE)
    assert check(main)[0] == 1


def test_without_a_remote_the_last_commit_of_main_is_new_and_no_earlier_one(main: Path) -> None:
    commit(main, SOURCE)
    assert check(main)[0] == 1
    commit(main, "docs/a.md")
    assert check(main) == (0, "")


def test_without_a_remote_all_of_a_branch_is_new(main: Path) -> None:
    git(main, "switch", "--create", "branch")
    commit(main, SOURCE, message="Silent")
    commit(main, "docs/a.md")
    code, said = check(main)
    assert code == 1
    assert "Silent" in said


def test_a_merge_into_main_brings_all_of_its_branch(main: Path) -> None:
    git(main, "switch", "--create", "branch")
    commit(main, SOURCE, message="Silent")
    git(main, "switch", "main")
    git(main, "merge", "--no-ff", "branch", "--message", "Merge")
    code, said = check(main)
    assert code == 1
    assert "Silent" in said


def test_a_commit_that_nobody_can_notice_says_why_and_speaks_for_itself_alone(main: Path) -> None:
    git(main, "switch", "--create", "branch")
    commit(main, SOURCE, message="Moved\n\nChangelog: none, parts only moved")
    assert check(main) == (0, "")
    commit(main, SOURCE, message="Unexplained\n\nChangelog: none")
    code, said = check(main)
    assert code == 1
    assert "Unexplained" in said
    assert "Moved" not in said


def test_a_shallow_clone_without_a_remote_branch_cannot_tell_and_passes(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--depth", "1", clone.as_uri(), "shallow")
    shallow = tmp_path / "shallow"
    assert check(shallow) == (0, "")
    git(shallow, "remote", "remove", "origin")
    code, said = check(shallow)
    assert code == 0
    assert "cannot tell" in said


def test_no_repository_or_one_around_the_folder_cannot_tell_and_passes(main: Path, tmp_path: Path) -> None:
    for folder in (tmp_path / "alone", main / "inside"):
        folder.mkdir()
        code, said = check(folder)
        assert code == 0
        assert "cannot tell" in said
