from __future__ import annotations

import pytest

from corridor.events.models import Event
from tests.bilaterals.making import new_event


@pytest.fixture
def event(group) -> Event:
    """In thirty days, from nine to five in Brussels."""
    return new_event(group)
