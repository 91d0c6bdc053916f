"""Fields of a service's form that Django has not: regions by name or code, a line for each, several hubs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.ui.widgets import LongSelect

from . import places

SPARE = 3  # empty lists to choose from beside those that are used
MOST_LINES, LONGEST_LINE = 30, 60


class RegionsField(forms.CharField):
    """Codes of regions. ``country`` decides between those of the same name."""

    widget = forms.Textarea(attrs={"rows": 3})
    country = ""

    def prepare_value(self, value: Any) -> Any:
        return places.written(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        read = places.read_regions(clean_text(super().clean(value)), country=self.country)
        errors = [_unknown(*one) for one in read.unknown] + [_unclear(*one) for one in read.unclear]
        if errors:
            raise forms.ValidationError(errors)
        return list(read.codes)


def _unknown(name: str, meant: str) -> str:
    said = _("“%(name)s” is no region that is known here.") % {"name": name}
    if not meant:
        return said
    return f"{said} {_('Did you mean “%(text)s”?') % {'text': meant}}"


def _unclear(name: str, codes: tuple[str, ...]) -> str:
    said = _("“%(name)s” is the name of several regions. Write the code: %(codes)s.")
    return said % {"name": name, "codes": ", ".join(codes)}


class LinesField(forms.CharField):
    """A few short texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [clean_text(line) for line in super().clean(value).splitlines()]
        lines = [line for line in dict.fromkeys(lines) if line]
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(
                _("At most %(lines)s lines of %(letters)s letters."),
                params={"lines": MOST_LINES, "letters": LONGEST_LINE},
            )
        return lines


class SeveralSelects(forms.SelectMultiple):
    """A list to choose from for each that is chosen, and some more: hundreds of ticks would be too many."""

    use_fieldset = True
    nth = gettext_lazy("Hub %(number)s")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [one for one in data.getlist(name) if one] if hasattr(data, "getlist") else data.get(name)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = [*dict.fromkeys(value or []), *[""] * SPARE]
        one = LongSelect(attrs=self.attrs, choices=[("", "–"), *self.choices])
        selects = ((one.render(name, picked, self._attrs(attrs, n)),) for n, picked in enumerate(chosen))
        return format_html('<div class="several">{}</div>', format_html_join("\n", "{}", selects))

    def _attrs(self, given: Any, place: int) -> dict[str, Any]:
        attrs = {name: value for name, value in (given or {}).items() if name != "id"}
        named = {"aria-label": str(self.nth) % {"number": place + 1}}
        return attrs | named | ({"id": given["id"]} if place == 0 and given and "id" in given else {})
