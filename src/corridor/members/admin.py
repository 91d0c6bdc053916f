"""The operator's tables, to look things up. Only seats and roles can be changed here, through their
action: the first moderator and the first editors need a way in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models as db_models
from django.http import HttpRequest

from . import actions, models
from .imports.models import ImportRun


class ReadOnly(admin.ModelAdmin):
    formfield_overrides: ClassVar[dict] = {db_models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Term(admin.ModelAdmin):
    """A person in a role for a term: may be added and ended, and the journal says by whom."""

    raw_id_fields: ClassVar[tuple[str, ...]] = ("person",)
    list_filter = ("role",)
    search_fields = ("person__name", "person__email")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        before = {name: str(form.initial.get(name)) for name in form.changed_data} if change else {}
        actions.save_term(by=request.user, term=obj, before=before)


@admin.register(models.Hub)
class HubAdmin(ReadOnly):
    list_display = ("name", "title", "kind", "country", "city", "source", "version")
    list_filter = ("kind", "source", "country")
    search_fields = ("name", "title")
    list_select_related = ("country",)


@admin.register(models.Organisation)
class OrganisationAdmin(ReadOnly):
    list_display = ("name", "pic", "country", "legal_type")
    search_fields = ("name", "pic")
    list_select_related = ("country",)


@admin.register(models.WorkingGroup)
class WorkingGroupAdmin(ReadOnly):
    list_display = ("slug", "started_on")


@admin.register(models.Seat)
class SeatAdmin(Term):
    list_display = ("person", "hub", "role", "since", "until")
    list_select_related = ("person", "hub")
    raw_id_fields: ClassVar[tuple[str, ...]] = ("person", "hub")


@admin.register(models.GroupRole)
class GroupRoleAdmin(Term):
    list_display = ("person", "group", "role", "since", "until")
    list_select_related = ("person", "group")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = ("id", "file_name", "state", "by", "created_at", "applied_at", "undone_at")
    list_select_related = ("by",)
