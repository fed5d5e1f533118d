"""The register is tested on a morning in February."""

from datetime import UTC, datetime

import pytest
from household import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 2, 10, 10, tzinfo=UTC))
