"""Series, polls for dates, invitations, agendas, minutes, votes, registers and documents.

Each table is made whole, links and rules included: adding them one by one takes a fresh installation ten
times as long.
"""

import uuid

import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import corridor.kernel.i18n.fields
import corridor.people.models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_revision"),
        ("members", "0009_invitations_for_later"),
        ("people", "0004_consent"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.workinggroup",
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                (
                    "name",
                    corridor.kernel.i18n.fields.TextInLanguages(
                        blank=True, default=dict, verbose_name="name"
                    ),
                ),
                (
                    "purpose",
                    corridor.kernel.i18n.fields.TextInLanguages(
                        blank=True, default=dict, verbose_name="purpose"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("bg", "български"),
                            ("es", "español"),
                            ("cs", "čeština"),
                            ("da", "dansk"),
                            ("de", "Deutsch"),
                            ("et", "eesti keel"),
                            ("el", "ελληνικά"),
                            ("en", "English"),
                            ("fr", "français"),
                            ("ga", "Gaeilge"),
                            ("hr", "hrvatski"),
                            ("it", "italiano"),
                            ("lv", "latviešu valoda"),
                            ("lt", "lietuvių kalba"),
                            ("hu", "magyar"),
                            ("mt", "Malti"),
                            ("nl", "Nederlands"),
                            ("pl", "polski"),
                            ("pt", "português"),
                            ("ro", "română"),
                            ("sk", "slovenčina"),
                            ("sl", "slovenščina"),
                            ("fi", "suomi"),
                            ("sv", "svenska"),
                        ],
                        default="en",
                        max_length=2,
                        verbose_name="working language",
                    ),
                ),
                (
                    "usual_minutes",
                    models.PositiveSmallIntegerField(
                        default=90,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="usual length in minutes",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("hub", "Hub"),
                            ("corridor", "Corridor"),
                            ("group", "Group"),
                            ("network", "Network"),
                            ("public", "Public"),
                        ],
                        default="group",
                        max_length=10,
                        verbose_name="audience",
                    ),
                ),
                (
                    "approval",
                    models.CharField(
                        choices=[
                            ("meeting", "by the next meeting"),
                            ("silence", "by silence, if nobody objects in time"),
                        ],
                        default="silence",
                        max_length=8,
                        verbose_name="minutes are approved",
                    ),
                ),
                (
                    "silence_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="days for comments",
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="quorum in percent of the member hubs",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series of meetings",
                "ordering": ["slug"],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "slug"), name="series_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quorum__range", (1, 100))), name="series_quorum"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("silence_days__range", (1, 90))), name="series_silence"
                    ),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="meeting",
            options={
                "ordering": ["-held_on", "-id"],
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
            },
        ),
        migrations.AddField(
            model_name="meeting",
            name="cancelled_why",
            field=models.CharField(blank=True, max_length=500, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="check_in_code",
            field=models.CharField(blank=True, editable=False, max_length=8),
        ),
        migrations.AddField(
            model_name="meeting",
            name="closed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="ends_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ends"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="language",
            field=models.CharField(
                choices=[
                    ("bg", "български"),
                    ("es", "español"),
                    ("cs", "čeština"),
                    ("da", "dansk"),
                    ("de", "Deutsch"),
                    ("et", "eesti keel"),
                    ("el", "ελληνικά"),
                    ("en", "English"),
                    ("fr", "français"),
                    ("ga", "Gaeilge"),
                    ("hr", "hrvatski"),
                    ("it", "italiano"),
                    ("lv", "latviešu valoda"),
                    ("lt", "lietuvių kalba"),
                    ("hu", "magyar"),
                    ("mt", "Malti"),
                    ("nl", "Nederlands"),
                    ("pl", "polski"),
                    ("pt", "português"),
                    ("ro", "română"),
                    ("sk", "slovenčina"),
                    ("sl", "slovenščina"),
                    ("fi", "suomi"),
                    ("sv", "svenska"),
                ],
                default="en",
                max_length=2,
                verbose_name="working language",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="link",
            field=models.URLField(blank=True, max_length=500, verbose_name="link to join"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="opened_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="starts_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="begins"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="state",
            field=models.CharField(
                choices=[("draft", "date not fixed"), ("fixed", "fixed"), ("cancelled", "cancelled")],
                default="fixed",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="uid",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="meeting",
            name="zone",
            field=models.CharField(
                default="Europe/Brussels",
                max_length=60,
                validators=[corridor.people.models.validate_time_zone],
                verbose_name="time zone",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="held_on",
            field=models.DateField(blank=True, null=True, verbose_name="date"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="meetings.series",
                verbose_name="series",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"), ("held_on__isnull", False), ("state", "cancelled"), _connector="OR"
                ),
                name="meeting_fixed_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                    ("ends_at__gt", models.F("starts_at")),
                    _connector="OR",
                ),
                name="meeting_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True), ("closed_at__gte", models.F("opened_at")), _connector="OR"
                ),
                name="meeting_opened_before_closed",
            ),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="meetings.meeting",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="note")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("information", "for information"),
                            ("discussion", "for discussion"),
                            ("decision", "for decision"),
                        ],
                        default="discussion",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MaxValueValidator(480)],
                        verbose_name="length in minutes",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("speaker_name", models.CharField(blank=True, max_length=200, verbose_name="speaker")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suggested", "suggested"),
                            ("accepted", "on the agenda"),
                            ("set-aside", "set aside"),
                        ],
                        default="accepted",
                        max_length=10,
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=100)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("url", models.CharField(blank=True, max_length=500)),
                (
                    "suggested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "not reached yet"),
                            ("done", "dealt with"),
                            ("postponed", "postponed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("began_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "agenda item",
                "verbose_name_plural": "agenda items",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("origin", ""), _negated=True),
                        fields=("meeting", "origin"),
                        name="agenda_origin_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaSending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.meeting"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="BusyCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("url", models.URLField(max_length=1000)),
                ("spans", models.JSONField(default=list)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.hub",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("bg", "български"),
                            ("es", "español"),
                            ("cs", "čeština"),
                            ("da", "dansk"),
                            ("de", "Deutsch"),
                            ("et", "eesti keel"),
                            ("el", "ελληνικά"),
                            ("en", "English"),
                            ("fr", "français"),
                            ("ga", "Gaeilge"),
                            ("hr", "hrvatski"),
                            ("it", "italiano"),
                            ("lv", "latviešu valoda"),
                            ("lt", "lietuvių kalba"),
                            ("hu", "magyar"),
                            ("mt", "Malti"),
                            ("nl", "Nederlands"),
                            ("pl", "polski"),
                            ("pt", "português"),
                            ("ro", "română"),
                            ("sk", "slovenčina"),
                            ("sl", "slovenščina"),
                            ("fi", "suomi"),
                            ("sv", "svenska"),
                        ],
                        default="en",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        default="Europe/Brussels",
                        max_length=60,
                        validators=[corridor.people.models.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("is_required", models.BooleanField(default=False, verbose_name="has to be there")),
                (
                    "reply",
                    models.CharField(
                        choices=[
                            ("needs-action", "has not answered"),
                            ("accepted", "comes"),
                            ("tentative", "comes perhaps"),
                            ("declined", "does not come"),
                        ],
                        default="needs-action",
                        max_length=12,
                        verbose_name="answer",
                    ),
                ),
                ("replied_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "replied_via",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "on its page"),
                            ("link", "by link or reply"),
                            ("calendar", "from a calendar"),
                            ("others", "noted by the moderators"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("reply_stamp", models.DateTimeField(blank=True, editable=False, null=True)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("sent_revision", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("asked_revision", models.PositiveIntegerField(default=0, editable=False)),
                ("asked_for", models.DateTimeField(blank=True, editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("came", models.BooleanField(blank=True, null=True, verbose_name="was there")),
                ("checked_in_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "invitation to a meeting",
                "verbose_name_plural": "invitations to meetings",
                "ordering": ["hub__name", "person__name", "name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("meeting", "person"),
                        name="invited_once",
                    ),
                    models.UniqueConstraint(
                        models.F("meeting"),
                        django.db.models.functions.text.Lower("address"),
                        condition=models.Q(("person__isnull", True)),
                        name="guest_invited_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("person__isnull", False)),
                            models.Q(("person__isnull", True), models.Q(("address", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="invited_person_or_guest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="minutes",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("comments", "open for comments"),
                            ("approved", "approved"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("hub", "Hub"),
                            ("corridor", "Corridor"),
                            ("group", "Group"),
                            ("network", "Network"),
                            ("public", "Public"),
                        ],
                        default="group",
                        max_length=10,
                        verbose_name="audience",
                    ),
                ),
                (
                    "comments_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="comments until"),
                ),
                ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "approved_in",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.meeting",
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "minutes",
                "verbose_name_plural": "minutes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="minutes_approved_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "comments"), _negated=True),
                            ("comments_until__isnull", False),
                            _connector="OR",
                        ),
                        name="minutes_comments_until_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("begins", models.PositiveSmallIntegerField(default=540)),
                ("ends", models.PositiveSmallIntegerField(default=1020)),
                ("days", models.CharField(default="01234", max_length=7)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("region", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("begins__lt", models.F("ends")), ("ends__lte", 1440)),
                        name="office_hours_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__regex", "^[0-6]{1,7}$")), name="office_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Poll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="polls",
                        to="meetings.meeting",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="length in minutes")),
                ("closes_at", models.DateTimeField(verbose_name="answers until")),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "poll for a date",
                "verbose_name_plural": "polls for dates",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("meeting",),
                        name="one_open_poll_of_a_meeting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Strain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.meeting"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "meeting"), name="strain_once")],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.workinggroup",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="meetings.agendaitem",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="action")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("bg", "български"),
                            ("es", "español"),
                            ("cs", "čeština"),
                            ("da", "dansk"),
                            ("de", "Deutsch"),
                            ("et", "eesti keel"),
                            ("el", "ελληνικά"),
                            ("en", "English"),
                            ("fr", "français"),
                            ("ga", "Gaeilge"),
                            ("hr", "hrvatski"),
                            ("it", "italiano"),
                            ("lv", "latviešu valoda"),
                            ("lt", "lietuvių kalba"),
                            ("hu", "magyar"),
                            ("mt", "Malti"),
                            ("nl", "Nederlands"),
                            ("pl", "polski"),
                            ("pt", "português"),
                            ("ro", "română"),
                            ("sk", "slovenčina"),
                            ("sl", "slovenščina"),
                            ("fi", "suomi"),
                            ("sv", "svenska"),
                        ],
                        default="en",
                        max_length=2,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.hub",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "done"), ("dropped", "given up")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("noted_on", models.DateField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closing_note",
                    models.CharField(blank=True, max_length=500, verbose_name="what became of it"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("text", config="simple"),
                        name="action_words",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "year", "number"), name="action_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="action_closed_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="documents",
                        to="meetings.agendaitem",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("file_name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["added_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="meetings.minutes",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passage",
                        to="meetings.agendaitem",
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("text", config="simple"),
                        name="passage_words",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("item", None)),
                        fields=("minutes",),
                        name="one_passage_without_item",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PollInvitee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitees",
                        to="meetings.poll",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.hub",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("bg", "български"),
                            ("es", "español"),
                            ("cs", "čeština"),
                            ("da", "dansk"),
                            ("de", "Deutsch"),
                            ("et", "eesti keel"),
                            ("el", "ελληνικά"),
                            ("en", "English"),
                            ("fr", "français"),
                            ("ga", "Gaeilge"),
                            ("hr", "hrvatski"),
                            ("it", "italiano"),
                            ("lv", "latviešu valoda"),
                            ("lt", "lietuvių kalba"),
                            ("hu", "magyar"),
                            ("mt", "Malti"),
                            ("nl", "Nederlands"),
                            ("pl", "polski"),
                            ("pt", "português"),
                            ("ro", "română"),
                            ("sk", "slovenčina"),
                            ("sl", "slovenščina"),
                            ("fi", "suomi"),
                            ("sv", "svenska"),
                        ],
                        default="en",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        default="Europe/Brussels",
                        max_length=60,
                        validators=[corridor.people.models.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("is_required", models.BooleanField(default=False, verbose_name="has to be there")),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "answered_via",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "on its page"),
                            ("link", "by link or reply"),
                            ("calendar", "from a calendar"),
                            ("others", "noted by the moderators"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
            ],
            options={
                "ordering": ["hub__name", "person__name", "name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("poll", "person"),
                        name="polled_once",
                    ),
                    models.UniqueConstraint(
                        models.F("poll"),
                        django.db.models.functions.text.Lower("address"),
                        condition=models.Q(("person__isnull", True)),
                        name="guest_polled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("person__isnull", False)),
                            models.Q(("person__isnull", True), models.Q(("address", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="polled_person_or_guest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollSlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="meetings.poll"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("reasons", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["starts_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "starts_at"), name="poll_slot_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="poll_slot_has_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="meetings.agendaitem",
                    ),
                ),
                ("question", models.CharField(max_length=500, verbose_name="question")),
                ("is_secret", models.BooleanField(default=False, verbose_name="secret")),
                (
                    "majority",
                    models.CharField(
                        choices=[
                            ("simple", "more for than against"),
                            ("two-thirds", "at least two thirds for"),
                        ],
                        default="simple",
                        max_length=10,
                        verbose_name="needs",
                    ),
                ),
                ("quorum_percent", models.PositiveSmallIntegerField(default=50)),
                ("quorum", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("counted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("result", models.JSONField(default=dict, editable=False)),
                ("seal", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gte", models.F("opened_at"))), name="vote_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clash",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clashes",
                        to="meetings.passage",
                    ),
                ),
                ("theirs", models.TextField(blank=True)),
                ("mine", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="meetings.minutes",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="meetings.passage",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="comment")),
                (
                    "is_objection",
                    models.BooleanField(default=False, verbose_name="I object to these minutes"),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_how", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="meetings.passage",
                    ),
                ),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.workinggroup",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="meetings.agendaitem",
                    ),
                ),
                (
                    "vote",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="meetings.vote",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="decision")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("bg", "български"),
                            ("es", "español"),
                            ("cs", "čeština"),
                            ("da", "dansk"),
                            ("de", "Deutsch"),
                            ("et", "eesti keel"),
                            ("el", "ελληνικά"),
                            ("en", "English"),
                            ("fr", "français"),
                            ("ga", "Gaeilge"),
                            ("hr", "hrvatski"),
                            ("it", "italiano"),
                            ("lv", "latviešu valoda"),
                            ("lt", "lietuvių kalba"),
                            ("hu", "magyar"),
                            ("mt", "Malti"),
                            ("nl", "Nederlands"),
                            ("pl", "polski"),
                            ("pt", "português"),
                            ("ro", "română"),
                            ("sk", "slovenčina"),
                            ("sl", "slovenščina"),
                            ("fi", "suomi"),
                            ("sv", "svenska"),
                        ],
                        default="en",
                        max_length=2,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("hub", "Hub"),
                            ("corridor", "Corridor"),
                            ("group", "Group"),
                            ("network", "Network"),
                            ("public", "Public"),
                        ],
                        default="group",
                        max_length=10,
                        verbose_name="audience",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="meetings.decision",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["-year", "-number"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("text", config="simple"),
                        name="decision_words",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "year", "number"), name="decision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("supersedes", models.F("id")), _negated=True),
                        name="decision_not_of_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Elector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="electors",
                        to="meetings.vote",
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.hub"
                    ),
                ),
                ("voted", models.BooleanField(default=False)),
                (
                    "voted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recused_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recused_why", models.CharField(blank=True, max_length=500, verbose_name="reason")),
            ],
            options={
                "ordering": ["hub__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "hub"), name="elector_once"),
                    models.CheckConstraint(
                        condition=models.Q(("voted", False), ("recused_by", None), _connector="OR"),
                        name="elector_votes_or_is_recused",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PassageText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="meetings.passage",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("passage", "version"), name="passage_text_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PollAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invitee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="meetings.pollinvitee",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="meetings.pollslot",
                    ),
                ),
                (
                    "suits",
                    models.CharField(
                        choices=[("yes", "suits"), ("maybe", "if need be"), ("no", "does not suit")],
                        max_length=5,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("invitee", "slot"), name="poll_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="VoteBallot",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ballots",
                        to="meetings.vote",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("abstain", "abstention")], max_length=7
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.hub",
                    ),
                ),
            ],
            options={
                "verbose_name": "ballot",
                "verbose_name_plural": "ballots",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("hub__isnull", False)),
                        fields=("vote", "hub"),
                        name="open_ballot_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="poll",
            name="chosen",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="meetings.pollslot",
            ),
        ),
    ]
