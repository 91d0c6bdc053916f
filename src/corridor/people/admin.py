"""The operator's table of accounts. Nobody is deleted here: an account is closed by "may sign in"."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import actions
from .models import Person

admin.site.site_header = admin.site.site_title = _("Operation")
admin.site.unregister(Group)  # what people may do follows from seats and roles
for _allauth in apps.get_app_configs():  # secrets, and rows that only their owners change
    if _allauth.name.startswith("allauth."):
        import_module(f"{_allauth.name}.admin")  # registers its tables, which nobody is to see
        for _model in _allauth.get_models():
            if admin.site.is_registered(_model):
                admin.site.unregister(_model)


class PassphraseForm(AdminPasswordChangeForm):
    """Sets a passphrase through the action; ``by`` is put there by the page."""

    by: Person

    def save(self, commit: bool = True) -> Person:  # noqa: FBT001, FBT002 - Django's signature
        return actions.set_passphrase(by=self.by, person=self.user, passphrase=self.cleaned_data["password1"])


@admin.register(Person)
class PersonAdmin(UserAdmin):
    list_display = ("email", "name", "language", "is_active", "is_staff", "is_fictional")
    list_filter = ("is_active", "is_staff", "is_fictional")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "language", "time_zone")}),
        (None, {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "language", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        actions.save_person(by=request.user, person=obj, changed=form.changed_data)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002
        self.change_password_form = type("Form", (PassphraseForm,), {"by": request.user})
        return super().user_change_password(request, id, form_url)
