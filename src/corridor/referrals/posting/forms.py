"""A need in plain words first, then its facts, with what its words suggest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Final

from babel.numbers import format_currency
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from corridor.catalogue.enums import Customer, Delivery
from corridor.catalogue.fields import RegionsField
from corridor.catalogue.forms import AUDIENCES as OF_SERVICES
from corridor.engines import matching
from corridor.engines.matching import Rule
from corridor.kernel.agenda import day_in_words
from corridor.kernel.audience import Audience
from corridor.kernel.i18n.fields import best_text, clean_text
from corridor.kernel.i18n.languages import CODES, DEFAULT, LANGUAGES
from corridor.kernel.i18n.names import language_name
from corridor.kernel.ui.sections import Section
from corridor.members.models import WorkingGroup
from corridor.referrals.enums import NEED_AUDIENCES
from corridor.vocab.enums import ListName
from corridor.vocab.models import Region
from corridor.vocab.queries import concepts_in_force, country_choices, terms_in_force

from .contents import in_order
from .showing import Group, suggested
from .suggesting import Words, language_of

AUDIENCES: Final = dict(OF_SERVICES) | {Audience.GROUP: _("people of the group")}
WORDS: Final = ("title", "text", "customer", "country", "region", "language", "group")
TICKED: Final = ("category", "technologies", "sectors", "concepts", "languages")
CONDITIONS: Final = (
    *("delivery", "start_read", "start_by", "budget_read", "budget", "trl", "constraints", "hard"),
)
RULES: Final = {
    Rule.LANGUAGE: _("in a language that we speak"),
    Rule.PLACE: _("offered for our place"),
    Rule.DELIVERY: _("on site or remote, as said above"),
    Rule.DATE: _("a start by that day"),
    Rule.BUDGET: _("within the budget"),
}
USUALLY_HARD: Final = [rule.value for rule in RULES if rule in matching.usually_hard(matching.Need())]


def here() -> str:
    return get_language() or DEFAULT


def _text(label: Any, rows: int, longest: int, *, required: bool = True, help_text: Any = "") -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=widget, help_text=help_text
    )


def line(label: Any, longest: int, fills: str = "", *, required: bool = False) -> Any:
    widget = forms.TextInput(attrs={"autocomplete": fills} if fills else {})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget)


def ticks(label: Any, choices: Any = (), help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def _one_of(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


class RegionField(RegionsField):
    """The code of one region, or nothing."""

    def prepare_value(self, value: Any) -> Any:
        is_code = isinstance(value, str) and value.isalnum() and value.isupper()
        return super().prepare_value([value] if is_code else value)

    def clean(self, value: Any) -> Any:
        codes = super().clean(value)
        if len(codes) > 1:
            raise forms.ValidationError(gettext("Name one region."))
        return codes[0] if codes else ""


class WordsForm(forms.Form):
    """What somebody looks for, as they say it."""

    title = line(_("In one line"), 150, required=True)
    text = _text(
        _("What do you look for?"),
        8,
        4000,
        help_text=_(
            "In your own words and your own language: what you want to do, what is in the way, by when, "
            "and what it may cost. Name no persons."
        ),
    )
    customer = _one_of(_("Who needs it?"), Customer.choices)
    country = forms.ChoiceField(label=_("Country"))
    region = RegionField(
        label=_("Region"),
        required=False,
        max_length=200,
        widget=forms.TextInput,
        help_text=_("If you like: its name or NUTS code."),
    )
    language = forms.ChoiceField(label=_("Language of your text"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        groups: Sequence[WorkingGroup] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.groups = groups
        fields: Any = self.fields
        fields["language"].choices = [("", gettext("recognise it")), *LANGUAGES.items()]
        fields["country"].choices = [("", "–"), *country_choices()]
        fields["region"].country = self.data.get("country", "")
        if len(groups) > 1:
            fields["group"].required = True
            fields["group"].choices = [("", "–"), *((one.slug, best_text(one.name)) for one in groups)]
        else:
            del fields["group"]

    def clean_title(self) -> str:
        return " ".join(clean_text(self.cleaned_data["title"]).split())

    def clean_text(self) -> str:
        return _written(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        region, country = data.get("region"), data.get("country")
        if region and country and not Region.objects.filter(code=region, country=country).exists():
            self.add_error("region", gettext("This region is in another country."))
        return data

    @property
    def begun(self) -> dict[str, Any]:
        """Of a valid form: what the next step begins with."""
        data = self.cleaned_data
        spoken = data["language"] or language_of(data["title"], data["text"], here())
        return data | {"language": spoken, "hard": USUALLY_HARD}

    @property
    def group_chosen(self) -> WorkingGroup:
        slug = self.cleaned_data.get("group")
        return next(one for one in self.groups if not slug or one.slug == slug)

    @property
    def words_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in WORDS if name in self.fields]


class FactsForm(WordsForm):
    """All that is known of a need. ``texts`` and ``beside`` are what pages of fields ask of a form."""

    texts: ClassVar[Mapping[str, Any]] = {}

    category = _one_of(_("Kind of help"), (), required=False)
    technologies, sectors = ticks(_("Technologies")), ticks(_("Sectors"))
    concepts = ticks(_("Connectivity concepts"))
    languages = ticks(_("Languages that you speak"))
    delivery = _one_of(_("On site or remote"), Delivery.choices, initial=Delivery.BOTH)
    start_read = ticks(_("A day that you wrote"), help_text=_("Tick it if it should start by then."))
    start_by = forms.DateField(
        label=_("Start by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    budget_read = ticks(_("An amount that you wrote"), help_text=_("Tick it if it is the budget."))
    budget = forms.DecimalField(
        label=_("Budget in EUR"),
        min_value=Decimal(0),
        max_digits=11,
        decimal_places=2,
        required=False,
        help_text=_("Without VAT."),
    )
    trl = forms.IntegerField(
        label=_("TRL"),
        min_value=1,
        max_value=9,
        required=False,
        help_text=_("How mature it is, from 1 (an idea) to 9 (in use), if you know it."),
    )
    constraints = _text(_("What else must be kept in mind"), 3, 2000, required=False)
    hard = ticks(
        _("What must be kept"),
        [(rule.value, label) for rule, label in RULES.items()],
        _("Whatever does not fit is left out. Untick what can be talked about."),
    )
    audience = _one_of(
        _("Who may see it"), (), help_text=_("Who you are is on none of these pages."), initial="group"
    )

    def __init__(
        self, data: Any = None, *, audiences: Sequence[str] = NEED_AUDIENCES[1:], **options: Any
    ) -> None:
        super().__init__(data, **options)
        fields: Any = self.fields
        fields["language"].choices, fields["language"].required = list(LANGUAGES.items()), True
        fields["audience"].choices = [(one, AUDIENCES[Audience(one)]) for one in audiences]
        self.choices = _choices(self.initial.get("languages") or ())
        for name in TICKED:
            self._offer(name)
        self._offer_read("start_read", self.words.days, _day)
        self._offer_read("budget_read", self.words.amounts, _money)

    @cached_property
    def words(self) -> Words:
        source: Mapping[str, Any] = self.data if self.is_bound else self.initial
        title, text, language = (str(source.get(name) or "") for name in ("title", "text", "language"))
        return Words(title[:150], text[:4000], language if language in CODES else here(), here())

    def _offer(self, name: str) -> None:
        """Anything may be chosen; what is suggested stands before the rest, so the rest leaves it out."""
        field: Any = self.fields[name]
        field.choices = self.choices[name]
        above = {one.code for one in self.words.suggestions.get(name, ())}
        field.widget.choices = [pair for pair in self.choices[name] if pair[0] not in above]

    def _offer_read(self, name: str, readings: Any, label: Any) -> None:
        if readings:
            field: Any = self.fields[name]
            field.choices = [(one.value, f"{label(one.value)} (“{one.said}”)") for one in readings]
        else:
            del self.fields[name]

    def clean_constraints(self) -> str:
        return _written(self.cleaned_data["constraints"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, read in (("budget", "budget_read"), ("start_by", "start_read")):
            chosen = data.get(read) or []
            if name in self.errors or read in self.errors:
                continue
            if len(chosen) + (data.get(name) is not None) > 1:
                self.add_error(name, gettext("Tick one, or write it here."))
            elif chosen:
                data[name] = self.fields[name].to_python(chosen[0])
        return data

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        same = {name: data[name] for name in (*WORDS, *TICKED) if name != "group"}
        sets = ("technologies", "sectors", "concepts")
        return (
            same
            | {name: sorted(data[name]) for name in sets}
            | {
                **{name: data[name] for name in ("audience", "delivery", "trl", "constraints")},
                "languages": in_order(data["languages"], first=data["language"]),
                "hard": sorted(data["hard"]),
                "budget": None if data["budget"] is None else f"{data['budget']:.2f}",
                "start_by": data["start_by"].isoformat() if data["start_by"] else None,
            }
        )

    @property
    def suggested(self) -> list[Group]:
        return suggested(self, self.words.suggestions)

    @property
    def rest(self) -> list[Section]:
        return [Section(self[name].label, [self[name]], is_list=True) for name in TICKED]

    @property
    def conditions(self) -> list[forms.BoundField]:
        return [self[name] for name in CONDITIONS if name in self.fields]

    @property
    def words_have_errors(self) -> bool:
        return any(field.errors for field in self.words_fields)


class EditForm(FactsForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def beside(cls, data: Any, stored: Mapping[str, Any]) -> Any:
        """What was posted, to be saved over what is stored now."""
        merged = data.copy()
        merged["version"] = str(stored["version"])
        return merged


def _written(text: str) -> str:
    return clean_text(text.replace("\r\n", "\n"))


def _money(euros: str) -> str:
    return str(format_currency(Decimal(euros), "EUR", locale=here()))


def _day(iso: str) -> str:
    return day_in_words(date.fromisoformat(iso))


def _choices(spoken: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """``spoken`` are languages that are chosen already, whatever they are."""
    listed = {
        name: [(one.slug, one.label) for one in terms_in_force(of)]
        for name, of in (
            ("category", ListName.SERVICE_CATEGORIES),
            ("technologies", ListName.TECHNOLOGIES),
            ("sectors", ListName.SECTORS),
        )
    }
    listed["category"] = [("", gettext("not sure")), *listed["category"]]
    return listed | {
        "concepts": _by_label((one.slug, one.label) for one in concepts_in_force()),
        "languages": _by_label((code, language_name(code, here())) for code in {*CODES, *spoken}),
    }


def _by_label(pairs: Any) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: str(pair[1]).casefold())
