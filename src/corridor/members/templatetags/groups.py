"""Parts of a group's pages: its tabs, terms in words, the state of a milestone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from html import escape
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.addresses import address
from corridor.kernel.ui.templatetags.ui import country, day
from corridor.members.enums import GroupRoleName
from corridor.members.groups.handovers.models import Handover
from corridor.members.groups.hours import moment_in_words
from corridor.members.groups.models import Mandate, Milestone, MilestoneState
from corridor.members.groups.people.queries import Member, Seated
from corridor.members.groups.rules import belongs_to, operates, roles_in
from corridor.members.models import WorkingGroup

register = template.Library()


@register.inclusion_tag("members/groups/parts/pages.html", takes_context=True)
def group_pages(context: RequestContext, group: WorkingGroup, here: str) -> dict[str, Any]:
    """The pages of a group that the reader may open, the one that is open marked."""
    open_to_all = [
        ("people", _("Members"), "members:group-people"),
        ("meetings", _("Meetings"), "meetings:meetings"),
        ("events", _("Events"), "events:events"),
    ]
    places = [*open_to_all, *_inner(context["request"], group)]
    return {
        "group": group,
        "pages": [
            {"label": label, "url": address(name, group.slug), "current": key == here}
            for key, label, name in places
        ],
    }


def _inner(request: Any, group: WorkingGroup) -> list[tuple[str, str, str]]:
    leads = group.pk in request.viewer.moderates
    belongs = belongs_to(request.viewer, group)
    sets_up = operates(request.user)
    plans = leads or (belongs and GroupRoleName.SUPPORT in roles_in(request.user, group))
    places = [
        (plans, "applications", _("Applications"), "members:applications"),
        (leads, "invitations", _("Invitations"), "members:group-invitations"),
        (
            group.pk in request.viewer.takes_part,
            "reviews",
            pgettext("of a group", "Reviews"),
            "catalogue:reviews",
        ),
        (leads, "needs", pgettext("posted", "Needs"), "referrals:waiting-needs"),
        (plans, "unmet", _("Searches"), "catalogue:unmet"),
        (belongs, "desk", _("Referral desk"), "referrals:weights"),
        (belongs, "flows", _("Referrals"), "referrals:flows"),
        (belongs, "elections", _("Elections"), "members:elections"),
        (leads or sets_up, "roles", _("Roles"), "members:group-roles"),
        (leads or sets_up, "rotations", _("Rotation"), "members:rotations"),
        (leads or sets_up, "handover", _("Handover"), "members:handovers"),
        (plans, "settings", _("Settings"), "members:group-settings"),
    ]
    return [(key, label, name) for is_open, key, label, name in places if is_open]


# Made here and not in the template, which takes ten times as long: a page has hundreds of people.


@register.simple_tag
def member_rows(members: Iterable[Member], sees_names: bool) -> SafeString:  # noqa: FBT001 - from a template
    since, nobody = escape(_("since")), escape(_("Nobody acts for this hub yet."))
    return mark_safe("".join(_member(one, since, nobody if sees_names else None) for one in members))


def _member(member: Member, since: str, nobody: str | None) -> str:
    """A row; without its people where ``nobody`` is not said either."""
    hub, people = member.hub, ""
    place = f"<span>{escape(hub.city)}</span>" if hub.city else ""
    if nobody is not None:
        people = _seats(member.people) or f'<p class="muted">{nobody}</p>'
    return (
        f'<li><div><h3><a href="{address("portal:hub", hub.slug)}">{escape(hub.name)}</a></h3>'
        f'<p class="result-meta">{place}{country(hub.country_id)}'
        f"<span>{since} {day(member.since)}</span></p></div>{people}</li>"
    )


def _seats(people: Iterable[Seated]) -> str:
    rows = "".join(map(_seat, people))
    return rows and f'<ul class="seats">{rows}</ul>'


def _seat(one: Seated) -> str:
    contacts = "".join(f'<br><span class="muted">{escape(value)}</span>' for value in one.contacts)
    return f'<li>{escape(one.name)} <span class="muted">{escape(one.role)}</span>{contacts}</li>'


@register.simple_tag
def options(pairs: Iterable[tuple[str, str]], chosen: Collection[str]) -> SafeString:
    """Options of a select, by their value and label."""
    return mark_safe(
        "".join(
            f'<option value="{escape(value)}"{" selected" * (value in chosen)}>{escape(label)}</option>'
            for value, label in pairs
        )
    )


@register.simple_tag
def term_of(role: Any) -> SafeString:
    """ "since 25 April 2024", or from when to when."""
    return _term(role.since, role.until)


@register.simple_tag
def mandate_term(mandate: Mandate) -> str:
    if not mandate.valid_from and not mandate.valid_until:
        return ""
    return _term(mandate.valid_from, mandate.valid_until)


def _term(since: date | None, until: date | None) -> SafeString:
    return format_html("<span>{}</span>", _in_words(since, until))


def _in_words(since: date | None, until: date | None) -> SafeString:
    if since is None:
        return format_html(_("until {until}"), until=day(until))
    if until is None:
        return format_html(_("since {since}"), since=day(since))
    return format_html(_("{since} to {until}"), since=day(since), until=day(until))


@register.simple_tag
def milestone_state(milestone: Milestone) -> SafeString:
    """The state as a label; "late" follows from the date."""
    if milestone.is_late():
        return format_html('<span class="label is-late">{}</span>', _("late"))
    if milestone.state == MilestoneState.DONE:
        return format_html('<span class="label is-second">{}</span>', _("done"))
    if milestone.state == MilestoneState.DROPPED:
        return format_html('<span class="label">{}</span>', _("given up"))
    return format_html('<span class="label is-third">{}</span>', _("planned"))


@register.simple_tag
def election_phase(phase: str) -> SafeString:
    """Where an election stands, as a label."""
    said, kind = {
        "nominating": (_("nominations are open"), "is-third"),
        "voting": (_("voting is open"), "is-third"),
        "closed": (_("closed, being counted"), ""),
        "counted": (_("counted"), "is-second"),
        "cancelled": (_("cancelled"), ""),
    }[str(phase)]
    return format_html('<span class="label {}">{}</span>', kind, said)


@register.filter
def moment(value: datetime) -> SafeString:
    """A day and an hour in words, with the name of the time zone."""
    here = timezone.localtime(value)
    language = get_language() or DEFAULT
    words = moment_in_words(here, language)
    return format_html('<time datetime="{}" lang="{}">{}</time>', here.isoformat(), language, words)


@register.simple_tag
def handover_state(handover: Handover) -> SafeString:
    if handover.done_at:
        return format_html('<span class="label is-second">{}</span>', _("done"))
    if handover.cancelled_at:
        return format_html('<span class="label">{}</span>', _("cancelled"))
    return format_html('<span class="label is-third">{}</span>', _("in preparation"))
