from django.urls import path

from .views import account, answers, mailbox, notices, unsubscribing

app_name = "post"
urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/reading/", notices.reading, name="read-all"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("account/mail/", account.wishes, name="wishes"),
    path("account/mail/reachability/", account.reachability, name="reachability"),
    path("account/calendar/", account.calendar, name="calendar"),
    path("account/calendar/address/", account.new_address, name="new-feed"),
    path("account/calendar/end/", account.end_address, name="end-feed"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("subscribe-again/<str:token>/", unsubscribing.subscribe_again, name="subscribe-again"),
    path("answer/<str:key>/", answers.question, name="answer"),
    path("answer/<str:key>/<slug:choice>/", answers.choice, name="answer-choice"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<slug:uid>/", mailbox.letter, name="mailbox-letter"),
    path("mailbox/<slug:uid>/html/", mailbox.as_html, name="mailbox-html"),
]
