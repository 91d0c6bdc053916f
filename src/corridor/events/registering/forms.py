"""What registration asks: who somebody is, how they take part, and the event's own questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from corridor.events.enums import Mode, Presence, QuestionKind, SessionKind
from corridor.events.models import Event, Question, Registration, Session
from corridor.kernel.i18n import zones
from corridor.kernel.i18n.fields import best_text, clean_text
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.ui.sections import Section
from corridor.members.admission.guard import GuardedForm
from corridor.members.models import Hub
from corridor.vocab.queries import country_choices

from .said import Said

YES, NO = "yes", "no"
WORDS: Final = ("name", "organisation", "position", "needs")


def _line(label: Any, longest: int, fills: str, *, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": fills})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget)


class RegistrationForm(forms.Form):
    """``hubs`` are those of the person's seats; without an account there are none."""

    name = _line(_("Your name"), 200, "name", required=True)
    organisation = _line(_("Organisation"), 300, "organization")
    position = _line(_("Position"), 200, "organization-title")
    country = forms.ChoiceField(label=_("Country"), required=False)
    hub = forms.TypedChoiceField(label=_("For which hub"), coerce=int, empty_value=None, required=False)
    presence = forms.ChoiceField(label=_("You take part"), choices=Presence.choices, widget=forms.RadioSelect)
    sessions = forms.TypedMultipleChoiceField(
        label=_("Workshops"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    needs = forms.CharField(
        label=_("What would help you to take part"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as a ramp, sign language or a diet. Only the organisers read it."),
    )
    is_listed = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        event: Event,
        hubs: Sequence[Hub] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.event = event
        self.questions = list(event.questions.all())
        self.workshops = list(event.sessions.filter(kind=SessionKind.WORKSHOP))
        fields: Any = self.fields
        fields["country"].choices = [("", "–"), *country_choices()]
        fields["is_listed"].label = self.agreed
        self._offer(
            "hub", [("", gettext("for no hub")), *((one.pk, one.name) for one in hubs)], is_there=bool(hubs)
        )
        self._offer("presence", Presence.choices, is_there=event.mode == Mode.HYBRID)
        self._offer("sessions", [(one.pk, _in_words(one, event.zone)) for one in self.workshops])
        for question in self.questions:
            self.fields[f"question_{question.pk}"] = field_of(question)

    def _offer(self, name: str, choices: list[Any], *, is_there: bool = True) -> None:
        if is_there and choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    @property
    def agreed(self) -> str:
        return gettext("Other participants may see my name, my organisation, my position and my country.")

    def clean_sessions(self) -> list[int]:
        """Nobody is in two places."""
        wanted = self.cleaned_data["sessions"]
        chosen = [one for one in self.workshops if one.pk in wanted]
        for one, next_one in pairwise(chosen):
            if next_one.starts_at < one.ends_at:
                names = {"one": best_text(one.title), "other": best_text(next_one.title)}
                raise forms.ValidationError(
                    gettext("“%(one)s” and “%(other)s” are at the same time.") % names
                )
        return list(wanted)

    @property
    def said(self) -> Said:
        data = self.cleaned_data
        columns = {name: clean_text(data[name]) for name in WORDS} | {"country_id": data["country"] or None}
        columns["presence"] = data.get("presence") or self._only_presence
        if "hub" in self.fields:
            columns["hub_id"] = data["hub"]
        return Said(
            columns,
            self.agreed if data["is_listed"] else "",
            frozenset(data.get("sessions") or ()),
            {one.pk: clean_text(data[f"question_{one.pk}"] or "") for one in self.questions},
        )

    @property
    def _only_presence(self) -> str:
        return Presence.ONLINE if self.event.mode == Mode.ONLINE else Presence.ON_SITE

    @property
    def sections(self) -> list[Section]:
        asked = [self[f"question_{one.pk}"] for one in self.questions]
        parts = [
            (_("Who you are"), ("email", "name", "organisation", "position", "country", "hub", "language")),
            (_("How you take part"), ("presence", "sessions", "needs")),
        ]
        made = [
            Section(heading, [self[one] for one in names if one in self.fields]) for heading, names in parts
        ]
        return [*made, Section(_("The organisers ask"), asked)] if asked else made


class PublicRegistrationForm(GuardedForm, RegistrationForm):
    """By whoever comes, without an account."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        help_text=_("We write to it now: your place is kept once you have opened the link in that mail."),
    )
    language = forms.ChoiceField(label=_("Language of our mails"), choices=list(LANGUAGES.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language() or DEFAULT)

    @property
    def said(self) -> Said:
        return super().said.with_columns(language=self.cleaned_data["language"], zone=self.event.zone)


def field_of(question: Question) -> forms.Field:
    """An answer is a text: an option by its place, or yes or no."""
    common: dict[str, Any] = {"label": best_text(question.text), "required": question.is_required}
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **common)
    return forms.ChoiceField(choices=choices_of(question), widget=forms.RadioSelect, **common)


def choices_of(question: Question) -> list[tuple[str, str]]:
    if question.kind == QuestionKind.YES_NO:
        return [(YES, gettext("Yes")), (NO, gettext("No"))]
    return [(str(n), best_text(option)) for n, option in enumerate(question.options, 1)]


def answer_in_words(question: Question, text: str) -> str:
    return text if question.kind == QuestionKind.TEXT else dict(choices_of(question)).get(text, text)


def as_said(registration: Registration) -> dict[str, Any]:
    """A registration as its form shows it."""
    answers = {f"question_{one.question_id}": one.text for one in registration.answers.all()}
    kept = {name: getattr(registration, name) for name in (*WORDS, "presence", "is_listed", "language")}
    more = {"country": registration.country_id or "", "hub": registration.hub_id}
    return kept | more | answers | {"sessions": [one.pk for one in registration.sessions.all()]}


def _in_words(session: Session, zone: str) -> str:
    span = zones.span(session.starts_at, session.ends_at, zone)
    return f"{best_text(session.title)} ({span.day}, {span.hours})"
