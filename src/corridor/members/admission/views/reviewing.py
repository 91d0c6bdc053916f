"""The moderators' list of applications, and one application with everything that helps to decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, Refused
from corridor.kernel.http.request import Request
from corridor.members.admission import actions, evidence, queries, rules
from corridor.members.admission.actions.reviews import Finding
from corridor.members.admission.enums import MessageKind
from corridor.members.admission.forms import AdmissionForm, CheckForm, MessageForm, ReasonForm
from corridor.members.admission.models import Application
from corridor.members.admission.reasons import reasons
from corridor.members.views import see_other

from . import page

PER_PAGE = 30


@login_required
@require_safe
def applications(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_reviewing(request.user, slug)
    show = "decided" if request.GET.get("show") == "decided" else ""
    found = Paginator(queries.applications_of(group, show), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [("", _("to decide")), ("decided", _("decided"))]
    context = {
        "group": group,
        "page": found,
        "tabs": [{"code": code, "label": label, "chosen": code == show} for code, label in tabs],
        "show": show,
        "may_invite": rules.may_invite_to_group(request.user, group),
    }
    return page(request, "applications", context)


@login_required
@require_safe
def application(request: Request, slug: str, pk: int) -> HttpResponse:
    return _file(request, queries.application_for_reviewing(request.user, slug, pk))


@login_required
@require_POST
def checks(request: Request, slug: str, pk: int) -> HttpResponse:
    application = queries.application_for_reviewing(request.user, slug, pk)
    form = CheckForm(application, request.POST)
    if not form.is_valid():
        return _file(request, application, check_form=form, status=422)
    findings = {number: Finding(*found) for number, found in form.findings.items()}
    try:
        actions.check_answers(by=request.user, application=application, findings=findings)
    except Conflict as error:
        again = queries.application_for_reviewing(request.user, slug, pk)
        return _file(request, again, check_form=_with_new_stamps(again, request), error=error, status=409)
    messages.success(request, _("Your findings are saved."))
    return see_other("members:application", slug, pk)


def _with_new_stamps(application: Application, request: Request) -> CheckForm:
    """What was written, over what is stored now: saving again takes what was written."""
    data = request.POST.copy()
    for answer in application.answers.all():
        data[f"stamp-{answer.pk}"] = answer.stamp
    return CheckForm(application, data)


@login_required
@require_POST
def question(request: Request, slug: str, pk: int) -> HttpResponse:
    application = queries.application_for_reviewing(request.user, slug, pk)
    form = MessageForm(request.POST, prefix="question")
    if not form.is_valid():
        return _file(request, application, question_form=form, status=422)
    try:
        actions.ask_applicant(by=request.user, application=application, text=form.cleaned_data["text"])
    except Conflict as error:
        return _again(request, slug, pk, error, question_form=form)
    messages.success(request, _("Your question is on its way."))
    return see_other("members:application", slug, pk)


@login_required
@require_POST
def admission(request: Request, slug: str, pk: int) -> HttpResponse:
    application = queries.application_for_deciding(request.user, slug, pk)
    form = AdmissionForm(_similar(request, application), request.POST, prefix="admission")
    if not form.is_valid():
        return _file(request, application, admission_form=form, status=422)
    try:
        actions.admit(by=request.user, application=application, hub=form.chosen)
    except (Conflict, Refused) as error:
        return _again(request, slug, pk, error)
    messages.success(request, _("The hub is a member now, and the applicant has been welcomed."))
    return see_other("members:application", slug, pk)


@login_required
@require_POST
def refusal(request: Request, slug: str, pk: int) -> HttpResponse:
    application = queries.application_for_deciding(request.user, slug, pk)
    form = ReasonForm(request.POST, prefix="refusal")
    if not form.is_valid():
        return _file(request, application, refusal_form=form, status=422)
    try:
        actions.decline(by=request.user, application=application, reason=form.cleaned_data["reason"])
    except (Conflict, Refused) as error:
        return _again(request, slug, pk, error, refusal_form=form)
    messages.success(request, _("The applicant has been told, with your reason."))
    return see_other("members:application", slug, pk)


def _again(request: Request, slug: str, pk: int, error: CorridorError, **forms: Any) -> HttpResponse:
    """The page as it is by now, with what went wrong above and what was written kept."""
    application = queries.application_for_reviewing(request.user, slug, pk)
    return _file(request, application, error=error, status=int(error.status), **forms)


def _similar(request: Request, application: Application) -> list[Any]:
    return list(evidence.similar_hubs(request.viewer, application)) if not application.hub else []


def _file(request: Request, application: Application, *, status: int = 200, **more: Any) -> HttpResponse:
    similar = list(evidence.similar_hubs(request.viewer, application))
    reason = reasons(application).get(request.GET.get("reason", ""))
    said = list(application.messages.all())
    context = {
        "application": application,
        "group": application.group,
        "hub": application.hub,
        "similar": similar,
        "earlier": list(evidence.earlier_applications(application)),
        "own_domain": evidence.is_own_domain(application.email, application.hub or application),
        "domain": evidence.domain_of(application.email),
        "has_editor": application.hub is not None and rules.has_editor(application.hub),
        "said": said,
        "waits_for_answer": application.is_undecided and said and said[-1].kind == MessageKind.QUESTION,
        "is_partial": rules.is_partial(request.user, application),
        "may_decide": rules.may_decide_applications(request.user, application.group),
        "check_form": CheckForm(application),
        "question_form": MessageForm(prefix="question"),
        "admission_form": AdmissionForm(similar if not application.hub else [], prefix="admission"),
        "refusal_form": ReasonForm(prefix="refusal", initial={"reason": reason.text if reason else ""}),
        "reasons": reasons(application).values(),
        "chosen_reason": reason,
    }
    return page(request, "application", context | more, status)
