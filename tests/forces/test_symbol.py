"""APP-6D codes."""

from __future__ import annotations

import pytest

from hillfort.files.forces.templates import shipped_templates
from hillfort.forces.symbol import symbol_code


def test_a_code_names_side_echelon_and_kind() -> None:
    code = symbol_code("blue", echelon="battalion", kind="1205000000")
    assert code == "10031000161205000000"
    assert symbol_code("red", echelon="battalion", kind="1205000000") == code[:3] + "6" + code[4:]
    assert symbol_code("blue", echelon="division", kind="1205000000")[8:10] == "21"


@pytest.mark.parametrize(
    ("side", "echelon", "kind"),
    [
        ("green", "brigade", "1205000000"),
        ("red", "horde", "1205000000"),
        ("red", "brigade", "12050"),
        ("red", "brigade", "１" * 10),
    ],
)
def test_what_has_no_symbol_is_refused(side: str, echelon: str, kind: str) -> None:
    with pytest.raises(ValueError, match=r"no symbol|not the ten digits"):
        symbol_code(side, echelon=echelon, kind=kind)


def test_every_shipped_type_and_template_has_a_code() -> None:
    templates, _ = shipped_templates()
    for kind in templates.types.values():
        assert len(symbol_code("red", echelon="battalion", kind=kind.symbol)) == 20
    for form in templates.formations.values():
        assert len(symbol_code("blue", echelon=form.echelon, kind=form.symbol)) == 20
