"""A database of its own for a measurement: made, filled, measured, dropped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

NAME = "corridor_bench"


@contextmanager
def empty_installation() -> Iterator[None]:
    """Django is set up on an empty, migrated database with reference data; it is dropped at the end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from corridor.operations.set_up import set_up_database

    creation = connection.creation
    ordinary = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{NAME}_{os.getpid()}"
    creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        set_up_database(lambda _line: None)
        yield
    finally:
        files = Path(settings.DATA_FOLDER) / "search" / str(connection.settings_dict["NAME"])
        shutil.rmtree(files, ignore_errors=True)
        creation.destroy_test_db(ordinary, verbosity=0)


def database_url() -> str:
    """Of the measured database, for processes that are started beside this one."""
    from django.db import connection

    values = connection.settings_dict
    login = f"{values['USER']}:{values['PASSWORD']}@" if values["PASSWORD"] else f"{values['USER']}@"
    place = urlencode(
        {key: value for key, value in (("host", values["HOST"]), ("port", values["PORT"])) if value}
    )
    return f"postgresql://{login}/{values['NAME']}?{place}"
