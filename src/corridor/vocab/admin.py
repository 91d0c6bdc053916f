"""The operator's view of the reference data: to read, for it is replaced by files and never edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Concept, Country, EverydayNeed, OfficialList, ReferenceData, Region, Term


class ReadOnly(admin.ModelAdmin):
    """A table without add, change and delete."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ReferenceData)
class ReferenceDataAdmin(ReadOnly):
    list_display = ["digest", "loaded_at"]


@admin.register(OfficialList)
class OfficialListAdmin(ReadOnly):
    list_display = ["name", "version", "in_force", "source"]
    list_filter = ["in_force", "name"]


@admin.register(Term)
class TermAdmin(ReadOnly):
    list_display = ["code", "list", "position"]
    list_filter = ["list"]
    list_select_related = ["list"]
    search_fields = ["code", "slug"]


@admin.register(Country)
class CountryAdmin(ReadOnly):
    list_display = ["code", "catalogue_name", "membership"]
    list_filter = ["membership"]


@admin.register(Region)
class RegionAdmin(ReadOnly):
    list_display = ["code", "name", "level", "country", "version"]
    list_filter = ["level", "version", "country"]
    list_select_related = ["country"]
    search_fields = ["code", "name"]


@admin.register(Concept)
class ConceptAdmin(ReadOnly):
    list_display = ["slug", "label", "in_force"]
    list_filter = ["in_force"]
    search_fields = ["slug", "codes"]


@admin.register(EverydayNeed)
class EverydayNeedAdmin(ReadOnly):
    list_display = ["slug"]
    search_fields = ["slug"]
