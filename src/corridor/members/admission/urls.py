from django.urls import path, register_converter

from .views import claims, following, invitations, joining, memberships, people, reviewing


class GroupSlug:
    """The address of a group, as it stands first in an address: none of the words that other pages need."""

    regex = r"(?!(?:hubs|imports|applications|claims|invitations)/)[-a-zA-Z0-9_]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(GroupSlug, "group")

by_link = [
    path("applications/<slug:key>/", following.application, name="application-followed"),
    path("applications/<slug:key>/confirmation/", following.confirmation, name="confirm-application"),
    path("applications/<slug:key>/messages/", following.message, name="answer-moderators"),
    path("applications/<slug:key>/withdrawal/", following.withdrawal, name="withdraw-application"),
    path("claims/<slug:key>/", following.claim, name="claim-followed"),
    path("claims/<slug:key>/confirmation/", following.claim_confirmation, name="confirm-claim"),
    path("claims/<slug:key>/withdrawal/", following.claim_withdrawal, name="withdraw-claim"),
    path("invitations/<slug:key>/", invitations.invitation, name="invitation"),
]

of_hub = [
    path("hubs/<slug:slug>/claim/", claims.claim, name="claim"),
    path("hubs/<slug:slug>/claim/sent/", claims.sent, name="claim-sent"),
    path("hubs/<slug:slug>/claims/<int:pk>/", claims.decision, name="claim-decision"),
    path("hubs/<slug:slug>/claims/<int:pk>/grant/", claims.grant, name="grant-claim"),
    path("hubs/<slug:slug>/claims/<int:pk>/refusal/", claims.refusal, name="decline-claim"),
    path("hubs/<slug:slug>/people/", people.people, name="people"),
    path("hubs/<slug:slug>/people/leaving/", people.leaving, name="leave-hub"),
    path("hubs/<slug:slug>/people/invitations/", people.invitations, name="invite"),
    path(
        "hubs/<slug:slug>/people/invitations/<int:pk>/revocation/",
        people.revocation,
        name="revoke-invitation",
    ),
    path("hubs/<slug:slug>/people/seats/<int:pk>/", people.seat, name="seat"),
    path("hubs/<slug:slug>/people/seats/<int:pk>/ending/", people.ending, name="end-seat"),
    path("hubs/<slug:slug>/groups/<slug:group>/leaving/", memberships.leaving, name="leave-group"),
]

of_group = [
    path("<group:slug>/join/", joining.join, name="join"),
    path("<group:slug>/join/sent/", joining.sent, name="join-sent"),
    path("<group:slug>/applications/", reviewing.applications, name="applications"),
    path("<group:slug>/applications/<int:pk>/", reviewing.application, name="application"),
    path("<group:slug>/applications/<int:pk>/checks/", reviewing.checks, name="check-application"),
    path("<group:slug>/applications/<int:pk>/questions/", reviewing.question, name="ask-applicant"),
    path("<group:slug>/applications/<int:pk>/admission/", reviewing.admission, name="admit"),
    path("<group:slug>/applications/<int:pk>/refusal/", reviewing.refusal, name="decline"),
    path("<group:slug>/invitations/", invitations.of_group, name="group-invitations"),
    path(
        "<group:slug>/invitations/<int:pk>/revocation/",
        invitations.revocation,
        name="revoke-group-invitation",
    ),
    path("<group:slug>/memberships/<slug:hub>/ending/", memberships.ending, name="end-membership"),
]

urlpatterns = [*by_link, *of_hub, *of_group]
