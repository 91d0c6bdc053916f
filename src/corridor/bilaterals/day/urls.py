from django.urls import path

from .views import agenda, meeting, plan

AT = "<slug:group>/events/<slug:slug>"
OWN = f"{AT}/me"

urlpatterns = [
    path("agendas/<slug:key>.ics", agenda.feed, name="agenda-feed"),
    path("agendas/<str:key>/", agenda.entrance, name="agenda-entrance"),
    path(f"{OWN}/agenda/", agenda.agenda, name="agenda"),
    path(f"{OWN}/agenda.pdf", agenda.agenda_pdf, name="agenda-pdf"),
    path(f"{OWN}/agenda/address/", agenda.address, name="agenda-address"),
    path(f"{OWN}/agenda/letter/", agenda.letter, name="agenda-letter"),
    path(f"{OWN}/next/", agenda.coming_up, name="next"),
    path(f"{OWN}/agenda/<int:pk>/", meeting.meeting, name="own-meeting"),
    path(f"{OWN}/agenda/<int:pk>/attendance/", meeting.attendance, name="own-meeting-attendance"),
    path(
        f"{OWN}/agenda/<int:pk>/replacements/<int:offer>/",
        meeting.replacement,
        name="own-meeting-replacement",
    ),
    path("boards/<slug:key>/", plan.board, name="board"),
    path(f"{AT}/table-plan/", plan.table_plan, name="table-plan"),
    path(f"{AT}/table-plan/letters/", plan.letters, name="agenda-letters"),
    path(f"{AT}/table-plan/board/", plan.board_address, name="board-address"),
    path(f"{AT}/agendas.pdf", plan.agendas_pdf, name="agendas-pdf"),
    path(f"{AT}/no-shows/", plan.missing, name="no-shows"),
]
