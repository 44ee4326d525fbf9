"""Where a result goes: what is taken for what it is, what is refused, and what is never touched."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from hillfort.files.results import documents, swap
from hillfort.files.results import folder as results
from hillfort.files.results.lock import lock_of
from hillfort.files.results.manifest import MANIFEST, WORK, ManifestStudy, contents, read_manifest
from hillfort.files.results.place import claimed, real_folder
from hillfort.foundation.errors import InputError

STUDY = ManifestStudy("assess", "invented", 100, {"seed": 1, "days": 10})
SUMMARY = {"hillfort": "0", "complete": True}
NAMES = ("report.html", "map.png", "result.json")


def write(
    folder: Path, *, study: ManifestStudy = STUDY, force: bool = False, shared: bool = False, **texts: str
) -> None:
    given = {f"{name}.html": text for name, text in (texts or {"report": "<p>"}).items()}
    with claimed(folder, study, force=force, shared=shared, names=NAMES) as place:
        results.write_result(place, summary=SUMMARY, tables={}, documents=given)


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_files_of_others_in_a_result_folder_survive_its_replacement(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, report="one", second="old")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "papers").mkdir()
    (out / "papers" / "draft.doc").write_text("mine too", encoding="utf-8")
    (out / "link").symlink_to("nowhere")
    write(out, report="two")
    assert names(out) == ["link", MANIFEST, "notes.txt", "papers", "report.html", "result.json"]
    assert (out / "papers" / "draft.doc").read_text(encoding="utf-8") == "mine too"
    assert (out / "report.html").read_text(encoding="utf-8") == "two"


@pytest.mark.parametrize("force", [False, True])
def test_a_file_of_somebody_else_is_never_replaced_whatever_is_asked(tmp_path: Path, force: bool) -> None:
    out = tmp_path / "out"
    write(out)
    (out / "map.png").write_bytes(b"drawn by hand")
    with pytest.raises(InputError, match=r"map\.png was not written by Hillfort, and would be replaced"):
        write(out, force=force)
    assert (out / "map.png").read_bytes() == b"drawn by hand"


def earlier(out: Path) -> None:
    """A comparison as it was written before there were manifests, with files of the user's beside it."""
    out.mkdir()
    told = {"hillfort": "0.1.0", "complete": True, "options": []}
    (out / "result.json").write_text(json.dumps(told), encoding="utf-8")
    for name in ("report.html", "differences.parquet", "notes.txt"):
        (out / name).write_text(name, encoding="utf-8")


def test_a_result_of_before_manifests_is_replaced_by_name_and_with_force_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    earlier(out)
    (out / "curves.png").write_text("a reader's", encoding="utf-8")  # A comparison wrote none.
    before = {name: (out / name).read_bytes() for name in names(out)}
    with pytest.raises(InputError, match=r"files are result\.json, report\.html, differences\.parquet\..*--force"):
        write(out)
    assert {name: (out / name).read_bytes() for name in names(out)} == before
    with claimed(out, STUDY, force=True, names=("report.html", "result.json")) as place:
        assert "report.html" in place.replaces
        results.write_result(place, summary=SUMMARY, tables={}, documents={"report.html": "new"})
    assert names(out) == ["curves.png", MANIFEST, "notes.txt", "report.html", "result.json"]
    assert (out / "curves.png").read_bytes() == before["curves.png"]
    assert (out / "report.html").read_text(encoding="utf-8") == "new"


def test_a_file_that_no_such_result_held_is_kept_whatever_is_asked(tmp_path: Path) -> None:
    out = tmp_path / "out"
    earlier(out)
    (out / "map.png").write_text("drawn by hand", encoding="utf-8")  # A comparison wrote none.
    with pytest.raises(InputError, match=r"map\.png was not written by Hillfort"):
        write(out, force=True)
    (out / "map.png").unlink()
    (out / "report.html").unlink()
    (out / "report.html").symlink_to(out / "notes.txt")
    with pytest.raises(InputError, match=r"report\.html was not written by Hillfort"):
        write(out, force=True)
    assert (out / "notes.txt").read_text(encoding="utf-8") == "notes.txt"


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"hillfort": "0.1.0", "options": []}', '{"complete": true, "options": []}']
)
def test_what_only_looks_like_such_a_result_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="not a Hillfort result"):
        write(tmp_path, force=True)


def test_a_folder_without_a_result_names_what_is_in_it(tmp_path: Path) -> None:
    for name in "abcdefg":
        (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"not a Hillfort result: a, b, c, d, e and 2 more\."):
        write(tmp_path, force=True)
    write(tmp_path, shared=True)
    assert len(names(tmp_path)) == 7 + 3


def test_a_manifest_cannot_claim_what_lies_elsewhere(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    told = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    told["files"] |= {"../notes.txt": "0", "..": "0", "/etc/passwd": "0", "a/b": "0"}
    (out / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    found = read_manifest(out)
    assert found is not None
    assert set(found.files) == {"report.html", "result.json"}
    write(out)
    assert (tmp_path / "notes.txt").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"command": "compare"}, "differs: command"),
        ({"subject": "baltic-2019"}, "differs: subject"),
        ({"draws": 99}, "differs: fewer draws"),
        ({"asked": {"seed": 2, "days": 10}}, "differs: seed"),
        ({"asked": {"seed": 1, "days": 9}, "draws": 5}, "differs: days, fewer draws"),
        ({"asked": {"seed": 1}}, "differs: days"),
    ],
)
def test_another_result_is_replaced_by_force_only_and_said_to_be_what_it_is(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    out, other = tmp_path / "out", dataclasses.replace(STUDY, **change)
    write(out, report="first")
    with pytest.raises(InputError) as refused:
        write(out, study=other, report="second")
    assert "holds another result: assess of invented, 100 draws, 20" in str(refused.value)
    assert said in str(refused.value)
    assert (out / "report.html").read_text(encoding="utf-8") == "first"
    write(out, study=other, force=True, report="second")
    assert (out / "report.html").read_text(encoding="utf-8") == "second"


def test_more_draws_of_the_same_study_replace_fewer(tmp_path: Path) -> None:
    write(tmp_path / "out")
    write(tmp_path / "out", study=dataclasses.replace(STUDY, draws=1000), report="more")
    assert (tmp_path / "out" / "report.html").read_text(encoding="utf-8") == "more"


def test_a_file_that_somebody_changed_since_is_replaced_by_force_only(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out)
    (out / "report.html").write_text("with my remarks", encoding="utf-8")
    with pytest.raises(InputError, match=r"report\.html was changed since Hillfort wrote it"):
        write(out)
    assert (out / "report.html").read_text(encoding="utf-8") == "with my remarks"
    write(out, force=True)


def test_the_same_result_has_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two")
    write(tmp_path / "two")
    for name in names(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("way", ["link", "link/", ".", "../out", "a/../../out", "./", "Rīga (kopš 2019) ž"])
def test_a_folder_is_found_however_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    for name in ("out", "out/a", "out/Rīga (kopš 2019) ž"):
        (tmp_path / name).mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "target")
    (tmp_path / "target").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    kept = (tmp_path / "out").stat().st_ino
    write(Path(way), shared=True)
    where = Path(way).resolve()
    assert results.is_result(where)
    assert (tmp_path / "out" / "link").is_symlink()
    assert (tmp_path / "out").stat().st_ino == kept, "whoever works in the folder still does"
    assert names(tmp_path) == ["out", "target"]


def test_a_link_that_leads_nowhere_or_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name in ("nowhere", "nowhere/below"):
        with pytest.raises(InputError, match=r"is a link to .*gone, which is not there"):
            write(tmp_path / name)
    for name in ("circle", "circle/below"):
        with pytest.raises(InputError, match="leads back to itself"):
            write(tmp_path / name)
    with pytest.raises(InputError, match="root of the disk"):
        real_folder(Path("/"))
    assert names(tmp_path) == ["circle", "nowhere"]


def test_a_folder_above_that_takes_nothing_is_no_hindrance_where_the_folder_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root, who may write anywhere, this is told by a system that refuses."""
    (tmp_path / "out").mkdir()
    opened = os.open

    def refuse(path: Any, flags: int, *mode: int, **named: Any) -> int:
        if str(path) == str(lock_of(tmp_path / "out")):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, flags, *mode, **named)

    monkeypatch.setattr(os, "open", refuse)
    write(tmp_path / "out")
    assert results.is_result(tmp_path / "out")
    with claimed(tmp_path / "out", STUDY), pytest.raises(InputError, match="another run is writing there"):
        write(tmp_path / "out")
    monkeypatch.setattr(os, "access", lambda path, _: str(path) != str(tmp_path))
    with pytest.raises(InputError, match="permission denied"):
        write(tmp_path / "new")


@pytest.mark.parametrize("fails_at", range(1, 8))
def test_an_earlier_result_is_put_back_when_a_rename_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    """Six files change places: whichever refuses to, the earlier result is whole, and so is what is not Hillfort's."""
    out = tmp_path / "out"
    write(out, report="old")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    before = {name: (out / name).read_bytes() for name in names(out)}
    rename, count = Path.rename, 0

    def refuse(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == fails_at:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    if fails_at <= 6:
        with pytest.raises(results.WriteError, match="input/output error"):
            write(out, report="new")
        assert {name: (out / name).read_bytes() for name in names(out)} == before
    else:
        write(out, report="new")
        assert (out / "report.html").read_text(encoding="utf-8") == "new"


def test_a_disk_that_fails_for_good_is_recovered_by_whoever_reads_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write(out, report="old")
    rename, count = Path.rename, 0

    def refuse(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count >= 3:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(results.WriteError):
            write(out, report="new")
    assert not results.is_result(out)
    assert swap.left_over(out)
    assert results.read_summary(out)["complete"]
    assert (out / "report.html").read_text(encoding="utf-8") == "old"
    assert not (out / WORK).exists()
    assert contents(out).changed == ()


def test_what_is_in_the_way_of_a_recovery_is_named_and_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, report="old")
    staged = swap.prepare(out)
    for name in ("report.html", "result.json", MANIFEST):
        (staged / name).write_text("new", encoding="utf-8")
    (out / WORK / swap.OLD).mkdir()
    (out / "result.json").rename(out / WORK / swap.OLD / "result.json")
    told = {"old": ["result.json", "report.html", MANIFEST], "new": [MANIFEST, "report.html", "result.json"]}
    (out / WORK / swap.PLAN).write_text(json.dumps(told), encoding="utf-8")
    (out / "result.json").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"after a run that was cut off: .*result\.json is in the way"):
        write(out, report="again")
    assert (out / "result.json").read_text(encoding="utf-8") == "mine"
    (out / "result.json").unlink()
    write(out, report="again")
    assert (out / "report.html").read_text(encoding="utf-8") == "again"


def test_what_an_earlier_process_left_beside_the_folder_is_swept(tmp_path: Path) -> None:
    left = tmp_path / ".out.unfinished-4194304"
    left.mkdir()
    (left / "draws.parquet").write_bytes(b"half")
    kept = tmp_path / ".out.unfinished-notes"
    kept.mkdir()
    write(tmp_path / "out")
    assert names(tmp_path) == [".out.unfinished-notes", "out"]


def test_a_theatre_is_built_over_nothing_but_itself(tmp_path: Path) -> None:
    documents.check_artefact(tmp_path / "new", theatre="marrow")
    (tmp_path / "cells.parquet").write_bytes(b"mine")
    with pytest.raises(InputError, match=r"holds cells\.parquet, of no theatre of Hillfort's"):
        documents.check_artefact(tmp_path, theatre="marrow")
    (tmp_path / MANIFEST).write_text('{"theatre": {"name": "baltic"}}', encoding="utf-8")
    with pytest.raises(InputError, match="of the theatre baltic"):
        documents.check_artefact(tmp_path, theatre="marrow")
    documents.check_artefact(tmp_path, theatre="baltic")


def test_a_single_document_is_never_written_over_somebodys_file(tmp_path: Path) -> None:
    mine = tmp_path / "anchors.json"
    mine.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(InputError, match="is there already"):
        documents.check_place(mine, option="--json")
    documents.check_place(mine, option="--json", force=True)
    documents.write(mine, '[{"name": "a", "verdict": "within"}]')
    (tmp_path / ".anchors.json.unfinished-4194304").write_text("half", encoding="utf-8")
    documents.check_place(mine, option="--json")
    assert names(tmp_path) == ["anchors.json"]
