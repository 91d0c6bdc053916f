from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, record_type
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import CODES, LANGUAGES
from corridor.kernel.sheets.forms import SheetForm, file_field
from corridor.kernel.ui.sections import Section
from corridor.vocab.models import Concept, Region, Term

from .actions import TAGS, profile_of
from .models import Hub

LEVELS = [("", "–"), *((str(n), str(n)) for n in range(1, 6)), ("0", _("yes, level not stated"))]
LONGEST_TEXT = 20_000
SPEAKS = "description_"
PLAIN = ("title", "website", "email", "address", "city", "audience")
LABELS = {
    "title": _("Title"),
    "description": _("Description"),
    "website": _("Website"),
    "email": _("Contact"),
    "address": _("Address"),
    "city": _("City"),
    "region": _("Region"),
    "working_languages": _("Working languages"),
    "technologies": _("Technologies"),
    "sectors": _("Sectors"),
    "services": _("Services"),
    "concepts": _("Connectivity topics"),
    "audience": _("Who can see your profile"),
}
AUDIENCES = {
    Audience.HUB: _("only people of our hub"),
    Audience.NETWORK: _("people of all hubs of the network, and of its groups"),
    Audience.PUBLIC: _("everybody, also on the public web"),
}


class UploadForm(SheetForm):
    file = file_field(
        label=_("Spreadsheet of the catalogue"),
        help_text=_("The file that “Download data” in the EDIH Catalogue gives (.xlsx), or the same as CSV."),
    )


class HubForm(forms.Form):
    """A hub's profile as its editor sees it; ``values`` gives it back as ``edit_hub`` wants it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=LABELS["title"], max_length=500)
    website = forms.URLField(label=LABELS["website"], max_length=500, required=False, assume_scheme="https")
    email = forms.EmailField(label=LABELS["email"], required=False)
    address = forms.CharField(label=LABELS["address"], max_length=500, required=False)
    city = forms.CharField(label=LABELS["city"], max_length=120, required=False)
    region = forms.ChoiceField(label=LABELS["region"], required=False)
    working_languages = forms.MultipleChoiceField(
        label=LABELS["working_languages"],
        choices=list(LANGUAGES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    concepts = forms.MultipleChoiceField(
        label=LABELS["concepts"], required=False, widget=forms.CheckboxSelectMultiple
    )

    audience = forms.ChoiceField(
        label=LABELS["audience"], choices=list(AUDIENCES.items()), widget=forms.RadioSelect
    )

    def __init__(self, hub: Hub, data: Any = None) -> None:
        self.hub = hub
        self.profile = profile_of(hub)
        super().__init__(data, initial=self.profile | {"version": hub.version})
        self.fields["region"].choices = _regions(hub)  # type: ignore[attr-defined]
        self.fields["concepts"].choices = _concepts()  # type: ignore[attr-defined]
        self.fields["audience"].help_text = _previews(hub)
        self._add_descriptions()
        self._add_tags()

    def _add_descriptions(self) -> None:
        posted = [name.removeprefix(SPEAKS) for name in self.data if name.startswith(SPEAKS)]
        self.spoken = [code for code in CODES if code in self.profile["description"] or code in posted]
        for code in self.spoken:
            self.fields[f"{SPEAKS}{code}"] = _text(
                _("Description in %(language)s") % {"language": LANGUAGES[code]},
                initial=self.profile["description"].get(code, ""),
                lang=code,
            )
        rest = [(code, name) for code, name in LANGUAGES.items() if code not in self.spoken]
        self.fields["new_language"] = forms.ChoiceField(
            label=_("Another language"), choices=[("", "–"), *rest], required=False
        )
        self.fields["new_description"] = _text(_("Description in that language"))

    def _add_tags(self) -> None:
        for kind in TAGS:
            for term in self._terms[kind]:
                level = self.profile[kind].get(term.slug)
                self.fields[f"{kind}-{term.slug}"] = forms.ChoiceField(
                    label=term.label,
                    choices=LEVELS,
                    required=False,
                    initial="" if level is None else str(level),
                )

    @cached_property
    def _terms(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {kind: [] for kind in TAGS}
        kinds = {str(listed): kind for kind, listed in TAGS.items()}
        terms = Term.objects.filter(list__name__in=kinds, list__in_force=True).select_related("list")
        for term in terms.order_by("position"):
            found[kinds[term.list.name]].append(term)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_description") and not data.get("new_language"):
            self.add_error("new_language", _("Choose the language of the new description."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        plain = {name: data[name] for name in PLAIN}
        return plain | {
            "region": data["region"] or None,
            "working_languages": [code for code in CODES if code in data["working_languages"]],
            "concepts": sorted(data["concepts"]),
            "description": self._descriptions(),
            **{kind: self._levels(kind) for kind in TAGS},
        }

    def _descriptions(self) -> dict[str, str]:
        texts = {code: self.cleaned_data[f"{SPEAKS}{code}"] for code in self.spoken}
        if self.cleaned_data["new_language"]:
            texts[self.cleaned_data["new_language"]] = self.cleaned_data["new_description"]
        texts = {code: clean_text(text.replace("\r\n", "\n")) for code, text in texts.items()}
        return {code: text for code, text in texts.items() if text}

    def _levels(self, kind: str) -> dict[str, int]:
        chosen = {term.slug: self.cleaned_data[f"{kind}-{term.slug}"] for term in self._terms[kind]}
        return {slug: int(level) for slug, level in chosen.items() if level}

    @property
    def sections(self) -> list[Section]:
        """The fields in the order of the page, under their headings."""
        own = ["title", *(f"{SPEAKS}{code}" for code in self.spoken), "new_language", "new_description"]
        reach = ["website", "email", "address", "city", "region", "working_languages"]
        lists = {name: self._names(name) for name in TAGS} | {"concepts": ["concepts"]}
        return [
            Section(_("Who you are"), self._bound(own)),
            Section(_("How to reach you"), self._bound(reach)),
            Section(LABELS["audience"], self._bound(["audience"])),
            *(Section(LABELS[name], self._bound(names), is_list=True) for name, names in lists.items()),
        ]

    def _bound(self, names: list[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def _names(self, kind: str) -> list[str]:
        return [f"{kind}-{term.slug}" for term in self._terms[kind]]


def _text(label: Any, *, initial: str = "", lang: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 8} | ({"lang": lang} if lang else {}))
    return forms.CharField(
        label=label, initial=initial, required=False, max_length=LONGEST_TEXT, widget=widget
    )


def _regions(hub: Hub) -> list[tuple[str, Any]]:
    regions: QuerySet[Region] = Region.objects.filter(country=hub.country_id)
    return [("", "–"), *((region.code, f"{region.name} ({region.code})") for region in regions)]


def _previews(hub: Hub) -> str:
    """Links that say who would gain or lose the profile; in a page of their own, so that what is written
    in the form stays."""
    page = record_type("hub").url(hub)
    links = format_html_join(
        " · ",
        '<a href="{}?audience={}#change" target="_blank" rel="noopener">{}</a>',
        ((page, audience.value, audience.label) for audience in AUDIENCES if audience != hub.audience),
    )
    return format_html("{} {}", _("Look first at who would gain or lose it (in a new tab):"), links)


def _concepts() -> list[tuple[str, str]]:
    concepts = [(concept.slug, concept.label) for concept in Concept.objects.all()]
    return sorted(concepts, key=lambda pair: pair[1].casefold())


def shown(name: str, value: Any) -> str:
    """A value of a profile as text, to lay two versions side by side."""
    if name == "audience":
        return str(Audience(value).label)
    if isinstance(value, dict):
        parts = [f"{LANGUAGES.get(key) or key}: {part}" for key, part in value.items()]
        return "\n".join(parts)
    if isinstance(value, list):
        return ", ".join(LANGUAGES.get(one) or one for one in value)
    return "" if value is None else str(value)
