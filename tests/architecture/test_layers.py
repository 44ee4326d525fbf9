"""Who may know whom, as far as the layer contract of import-linter does not say it already."""

from __future__ import annotations

import ast

from architecture.source import Module, modules

KERNELS_MAY_IMPORT = ("__future__", "math", "numpy", "typing", "hillfort.foundation.jit", "hillfort.foundation.streams")
"""The streams are plain numbers with names."""


def is_kernel_name(name: str) -> bool:
    return name.startswith("hillfort.") and any(part.startswith("_kernels") for part in name.split("."))


def kernel_package(name: str) -> str:
    return name.split(".")[1]


def kernels_that_know_too_much(found: list[Module]) -> list[str]:
    return [
        f"{module.name} imports {name}"
        for module in found
        if module.is_kernel
        for name in module.imports
        if not is_kernel_name(name)
        and not name.startswith(tuple(f"{allowed}." for allowed in KERNELS_MAY_IMPORT))
        and name not in KERNELS_MAY_IMPORT
    ]


def kernels_reached_from_outside(found: list[Module]) -> list[str]:
    """A kernel serves its own package and the campaign's kernels; those of foundation serve every kernel as well."""
    broken = []
    for module in found:
        for name in filter(is_kernel_name, module.imports):
            home = kernel_package(name)
            at_home = module.package == home
            from_campaign = module.package == "campaign" and module.is_kernel
            addresses = home == "foundation" and (module.is_kernel or module.package == "campaign")
            if not (at_home or from_campaign or addresses):
                broken.append(f"{module.name} imports {name}")
    return broken


def numba_outside_foundation(found: list[Module]) -> list[str]:
    return [
        f"{module.name} imports {name}"
        for module in found
        if module.name != "hillfort.foundation.jit"
        for name in module.imports
        if name.split(".")[0] in ("numba", "llvmlite")
    ]


def exceptions_in_kernels(found: list[Module]) -> list[str]:
    return [
        f"{module.name}:{node.lineno} raises or catches"
        for module in found
        if module.is_kernel
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Raise | ast.Try | ast.Assert)
    ]


ALLOCATES = {
    "zeros",
    "ones",
    "empty",
    "full",
    "array",
    "arange",
    "copy",
    "concatenate",
    "append",
    "zeros_like",
    "empty_like",
}


def allocations_in_loops(found: list[Module]) -> list[str]:
    """Memory asked for inside a loop of a kernel; room is made once, by the caller or before the loop."""
    broken = []
    for module in found:
        if not module.is_kernel:
            continue
        loops = (node for node in ast.walk(module.tree) if isinstance(node, ast.For | ast.While))
        calls = {node for loop in loops for node in ast.walk(loop) if isinstance(node, ast.Call)}
        broken += sorted(
            f"{module.name}:{call.lineno} {ast.unparse(call.func)}()"
            for call in calls
            if isinstance(call.func, ast.Attribute) and call.func.attr in ALLOCATES
        )
    return broken


def statements_in_inits(found: list[Module]) -> list[str]:
    """The root and the workbench hold lazy tables of names; a package below says what it is and re-exports."""
    broken = []
    for module in found:
        if not module.is_init or module.name in ("hillfort.__init__", "hillfort.workbench.__init__"):
            continue
        for node in module.tree.body:
            is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            is_all = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
            if not (is_docstring or is_all or isinstance(node, ast.Import | ast.ImportFrom)):
                broken.append(f"{module.name}:{node.lineno}")
    return broken


def packages_that_import_the_root(found: list[Module]) -> list[str]:
    """`import hillfort` from inside hides every dependency behind one name; the version is a name of its own."""
    return [f"{module.name} imports hillfort" for module in found if "hillfort" in module.imports]


def test_a_kernel_knows_only_numpy_math_and_other_kernels() -> None:
    assert kernels_that_know_too_much(modules()) == []


def test_a_kernel_is_reached_only_by_its_own_package_and_the_campaigns_kernels() -> None:
    assert kernels_reached_from_outside(modules()) == []


def test_numba_is_turned_on_in_one_place() -> None:
    assert numba_outside_foundation(modules()) == []


def test_a_kernel_neither_raises_nor_catches() -> None:
    assert exceptions_in_kernels(modules()) == []


def test_a_kernel_makes_no_room_inside_a_loop() -> None:
    assert allocations_in_loops(modules()) == []


def test_a_package_states_nothing_but_its_names() -> None:
    assert statements_in_inits(modules()) == []


def test_no_module_imports_the_package_from_inside() -> None:
    assert packages_that_import_the_root(modules()) == []


def test_the_layer_rules_catch_what_they_are_for() -> None:
    kernel = Module(
        "hillfort.lines._kernels", "import pandas\nfrom hillfort.forces.formation import Battalion\nraise 1\n"
    )
    assert len(kernels_that_know_too_much([kernel])) == 2
    assert len(exceptions_in_kernels([kernel])) == 1
    in_a_folder = Module("hillfort.lines._kernels.flow", kernel.text)
    assert len(kernels_that_know_too_much([in_a_folder])) == 2
    assert len(exceptions_in_kernels([in_a_folder])) == 1
    greedy = Module("hillfort.lines._kernels", "a = np.zeros(3)\nfor i in range(3):\n    b = np.zeros(3)\n")
    assert allocations_in_loops([greedy]) == ["hillfort.lines._kernels:3 np.zeros()"]
    outsider = Module(
        "hillfort.studies.campaign.assess",
        "from hillfort.ground._kernels import advance\nimport numba\nimport hillfort\n",
    )
    assert len(kernels_reached_from_outside([outsider])) == 1
    assert len(numba_outside_foundation([outsider])) == 1
    assert len(packages_that_import_the_root([outsider])) == 1
    init = Module("hillfort.ground.__init__", '"""Ground."""\nfrom a import b\n__all__ = ["b"]\nb()\n')
    assert statements_in_inits([init]) == ["hillfort.ground.__init__:4"]
