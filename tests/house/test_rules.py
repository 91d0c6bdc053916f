"""Rules that are executed: settings documented, migrations made, the API's description kept."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from corridor.config.api import api
from corridor.kernel.environment import SETTINGS

ROOT = Path(__file__).parents[2]
SNAPSHOT = Path(__file__).with_name("openapi.json")
RENEW = "python -m tests.house.renew_openapi"


def test_every_setting_is_documented_as_it_is():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", page, flags=re.MULTILINE)
    expected = [(one.name, one.about, one.default or "empty") for one in SETTINGS.values()]
    assert rows == expected


def test_no_setting_is_read_behind_the_back_of_the_list():
    elsewhere = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for found in re.findall(r"environ(?:\.get\(|\[)\s*[\"'](\w+)[\"']", path.read_text(encoding="utf-8"))
        if found not in SETTINGS
    ]
    assert elsewhere == []


def test_no_migration_is_missing(db):
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert told.getvalue().strip() == "No changes detected"


def test_the_apis_description_is_the_one_that_was_agreed():
    now = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    agreed = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert now == agreed, f"The API changed. If that is meant: {RENEW}, and say in the commit what changed."


def test_every_operation_and_field_of_the_api_says_what_it_is():
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    silent = [
        f"{method} {path}"
        for path, methods in schema["paths"].items()
        for method, described in methods.items()
        if not described.get("description")
    ]
    assert silent == []


def test_what_the_api_may_answer_is_declared():
    """401 and 403 since each may refuse a key, 404 where an address names one thing, 422 where there is a
    query or a body, 409 where something is changed."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    for path, methods in schema["paths"].items():
        for method, described in methods.items():
            where = {one["in"] for one in described.get("parameters", ())}
            expected = {401, 403} | ({404} if "path" in where else set())
            expected |= {422} if "query" in where or "requestBody" in described else set()
            expected |= {409} if method != "get" else set()
            declared = {int(status) for status in described["responses"]}
            assert expected <= declared, path
            assert declared & {200, 201}, path
