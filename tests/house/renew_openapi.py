"""Writes the API's description into openapi.json, after a change that is meant."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.config.settings")
    django.setup()
    from corridor.config.api import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    text = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True)
    Path(__file__).with_name("openapi.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
