"""What the cache of compiled kernels is named by."""

from __future__ import annotations

from pathlib import Path

import pytest

from hillfort.foundation.jit import kernel_digest, kernel_files


@pytest.mark.parametrize("where", ["_kernels.py", "campaign/_kernels_move.py", "campaign/_kernels/move.py"])
def test_an_edit_in_any_kernel_names_another_cache(tmp_path: Path, where: str) -> None:
    kernel = tmp_path / where
    kernel.parent.mkdir(parents=True, exist_ok=True)
    kernel.write_text("a = 1\n", encoding="utf-8")
    before = kernel_digest(tmp_path)
    kernel.write_text("a = 2\n", encoding="utf-8")
    assert kernel_files(tmp_path) == [kernel]
    assert kernel_digest(tmp_path) != before


def test_a_module_that_is_no_kernel_keeps_the_cache(tmp_path: Path) -> None:
    before = kernel_digest(tmp_path)
    (tmp_path / "run.py").write_text("a = 1\n", encoding="utf-8")
    assert kernel_digest(tmp_path) == before
