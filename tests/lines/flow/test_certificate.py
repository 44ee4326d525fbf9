"""A certificate that has been tampered with is refused."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import pytest

import hillfort.lines.flow.certificate as module
from hillfort.lines.flow.certificate import Certificate, verify
from hillfort.lines.flow.flow import Arc, FlowNetwork, FlowSource, network_of
from hillfort.lines.loss.arrival import arrival


@pytest.fixture(scope="module")
def network() -> FlowNetwork:
    arcs = [Arc("a", "m", 60, 100), Arc("b", "m", 60, 200), Arc("m", "c", 60, 250), Arc("a", "c", 500, 30)]
    return network_of(
        arcs, sources=[("a", FlowSource("x", 0)), ("b", FlowSource("y", 0, 300, rate_per_day=150))], sinks=["c"]
    )


@pytest.fixture(scope="module")
def certificate(network: FlowNetwork) -> Certificate:
    return arrival(network, days=5).certificate(5)


def test_the_certificate_is_accepted(network: FlowNetwork, certificate: Certificate) -> None:
    checked = verify(network, certificate)
    assert checked.proved
    assert checked.least == checked.most == certificate.claimed


def test_a_claim_of_one_more_is_refused(network: FlowNetwork, certificate: Certificate) -> None:
    assert not verify(network, dataclasses.replace(certificate, claimed=certificate.claimed + 1)).proved


def test_every_forged_label_is_refused_or_says_no_less(network: FlowNetwork, certificate: Certificate) -> None:
    for node in range(network.n_nodes):
        for change in (-60, 60):
            labels = list(certificate.labels)
            labels[node] += change
            checked = verify(network, dataclasses.replace(certificate, labels=tuple(labels)))
            assert not checked.proved or checked.most == certificate.claimed


def test_forged_paths_are_refused(network: FlowNetwork, certificate: Certificate) -> None:
    first, *rest = certificate.paths
    for forged in (
        dataclasses.replace(first, rate_per_day=first.rate_per_day + 1000),
        dataclasses.replace(first, minutes=first.minutes - 1),
        dataclasses.replace(first, arcs=first.arcs[:-1]),
        dataclasses.replace(first, arcs=first.arcs[::-1]),
        dataclasses.replace(first, source=1 - first.source),
    ):
        checked = verify(network, dataclasses.replace(certificate, paths=(forged, *rest)))
        assert not checked.proved, forged


def test_a_spent_source_without_a_stock_is_refused(network: FlowNetwork, certificate: Certificate) -> None:
    assert not verify(network, dataclasses.replace(certificate, spent=(0,))).proved


def test_a_network_with_less_capacity_is_not_covered(network: FlowNetwork, certificate: Certificate) -> None:
    less = dataclasses.replace(network, capacity_per_day=network.capacity_per_day - 1)
    assert not verify(less, certificate).proved


def test_the_check_knows_nothing_of_the_search() -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    known = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in known if name and name.startswith("hillfort")} == {"hillfort.lines.flow.flow"}
