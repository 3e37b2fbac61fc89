"""Octopus behind the queries; what was asked before is forgotten."""

import pytest

from daybook.apps.prices import domain
from tests.replay import AGILE


@pytest.fixture
def london():
    return domain.region("C")


@pytest.fixture
def code():
    return AGILE["code"]
