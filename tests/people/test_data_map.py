"""The data map says what the tables hold about people: nothing is forgotten, nothing is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from corridor.kernel.i18n.fields import TextInLanguages
from corridor.kernel.privacy import data_map, impersonal_tables
from corridor.people.models import Person

LOOKS_PERSONAL = re.compile(
    r"(^|_)(e?mail|name|phone|telephone|mobile|ip|address|recipient|sender|user_agent|surname|birth\w*)(_|$)"
)
ALWAYS = (models.EmailField, models.GenericIPAddressField, models.JSONField)


def is_suspicious(field: models.Field) -> bool:
    """Refers to a person, is named like something about one, or can hold anything."""
    if field.related_model is not None:
        return field.related_model is Person
    if isinstance(field, TextInLanguages):  # texts of the site, translated; never about one person
        return False
    return isinstance(field, ALWAYS) or bool(LOOKS_PERSONAL.search(field.name))


def tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield model


def unexplained() -> Iterator[str]:
    for model in tables():
        label = model._meta.label_lower
        if label in impersonal_tables():
            continue
        known = data_map().get(label)
        told = {*known.columns, *known.withheld} if known else set()
        for field in model._meta.get_fields():
            if isinstance(field, models.Field) and is_suspicious(field) and field.name not in told:
                yield f"{model._meta.label}.{field.name}"


def test_every_column_about_people_is_in_the_map():
    """Register the table with ``kernel.privacy``: what each column is for, or why it is about nobody."""
    assert list(unexplained()) == []


def test_the_map_names_only_what_exists():
    wrong = [
        f"{label}.{column}"
        for label, table in data_map().items()
        for column in {*table.columns, *table.withheld}
        if column not in {field.name for field in apps.get_model(label)._meta.get_fields()}
    ]
    assert wrong == []
    models_here = {model._meta.label_lower for model in tables()}
    assert set(impersonal_tables()) - models_here <= {"kernel_cache"}
    assert set(impersonal_tables()) & set(data_map()) == set()
    assert [label for label, why in impersonal_tables().items() if not why.strip()] == []


def test_every_table_of_the_database_is_a_model_or_in_the_map(db):
    with connection.cursor() as cursor:
        found = set(connection.introspection.table_names(cursor))
    modelled = {model._meta.db_table for model in tables()}
    assert found - modelled - set(impersonal_tables()) <= {"django_migrations"}


def test_a_forgotten_column_would_be_found():
    looks = {field.name for field in Person._meta.get_fields() if getattr(field, "name", "")}
    assert {"email", "name"} <= looks
    assert is_suspicious(Person._meta.get_field("email"))
    assert is_suspicious(apps.get_model("members.Seat")._meta.get_field("ended_by"))
    assert not is_suspicious(apps.get_model("members.Seat")._meta.get_field("hub"))
