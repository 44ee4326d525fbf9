"""The small shipped theatre, loaded once."""

import pytest

from hillfort.files.theatre.artefact import load_theatre
from hillfort.theatre.theatre import Theatre


@pytest.fixture(scope="session")
def marrow() -> Theatre:
    return load_theatre("marrow")
