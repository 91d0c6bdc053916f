"""A demo that is filled in, for all stories of a file: what one of them changes is undone after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils.translation import override

from corridor.demo.actions import DemoResult, fill_in_demo
from tests.conftest import QUICK_HASHERS


@pytest.fixture(scope="module")
def filled_in(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[DemoResult]:
    """What the first call said. Ends as every story does: with nothing of it in the database."""
    own = override_settings(DATA_FOLDER=tmp_path_factory.mktemp("demo"), PASSWORD_HASHERS=QUICK_HASHERS)
    with django_db_blocker.unblock(), own, override("en"), transaction.atomic():
        yield fill_in_demo()
        transaction.set_rollback(True)
