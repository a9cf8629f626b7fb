"""The tables of a new database, in one step. A database that has some of these steps takes the others."""

import datetime

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from board.sql.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("alerts", "0001_what_deserves_an_alert"),
        ("alerts", "0002_who_is_told_and_how"),
        ("alerts", "0003_a_letter_outlives_its_mail"),
        ("alerts", "0004_a_board_that_told_all_rests"),
        ("alerts", "0005_alerts_about_pages"),
        ("alerts", "0006_a_letter_tells_of_a_mention"),
    ]

    dependencies = [
        ("board", "0032_a_thumbnail_of_a_picture"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Watch",
                    fields=[
                        (
                            "board",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="board.board",
                            ),
                        ),
                        ("version", models.PositiveBigIntegerField(null=True)),
                        ("day", models.DateField(null=True)),
                        ("looks_again_at", models.DateTimeField(null=True)),
                        ("digested_on", models.DateField(null=True)),
                        ("digested_version", models.PositiveBigIntegerField(null=True)),
                        ("tells_again_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Excess",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        (
                            "board",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                        (
                            "limit",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.limit",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Alert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("passage", models.PositiveSmallIntegerField(default=0)),
                        ("threshold", models.CharField(blank=True, max_length=60)),
                        ("since", models.DateField()),
                        ("chance", models.PositiveSmallIntegerField(null=True)),
                        ("raised_at", models.DateTimeField()),
                        ("cleared_at", models.DateTimeField(null=True)),
                        ("snoozed_until", models.DateField(null=True, verbose_name="until")),
                        (
                            "snoozed_because",
                            models.CharField(blank=True, max_length=200, verbose_name="reason"),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.card",
                            ),
                        ),
                        (
                            "column",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.column",
                            ),
                        ),
                        (
                            "limit",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.limit",
                            ),
                        ),
                        (
                            "snoozed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, db_default="", default="", max_length=500),
                        ),
                        (
                            "title",
                            models.CharField(blank=True, db_default="", default="", max_length=300),
                        ),
                    ],
                    options={
                        "ordering": ["since", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("cleared_at", None)),
                                fields=["board"],
                                name="alerts_that_stand",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("card__isnull", False)),
                                fields=("card", "passage", "kind", "threshold"),
                                name="a_card_crosses_a_threshold_once_in_a_passage",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("limit__isnull", False)),
                                fields=("limit", "kind", "threshold"),
                                name="a_limit_is_said_to_be_over_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("snoozed_until", None),
                                    models.Q(("snoozed_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_snooze_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("address", ""), ("card__isnull", False), ("limit", None)
                                    ),
                                    models.Q(
                                        ("address", ""), ("card", None), ("limit__isnull", False)
                                    ),
                                    models.Q(
                                        ("card", None),
                                        ("limit", None),
                                        models.Q(("address", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_alert_is_about_a_card_a_limit_or_a_page",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("is_on", models.BooleanField(default=True, verbose_name="on")),
                        ("days", models.PositiveSmallIntegerField(null=True, verbose_name="days")),
                        (
                            "board",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "kind"), name="a_board_has_one_rule_of_a_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("days", None), ("days__range", (1, 365)), _connector="OR"
                                ),
                                name="a_rule_waits_for_one_to_365_days",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mailing",
                    fields=[
                        (
                            "board",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="board.board",
                            ),
                        ),
                        (
                            "digest_at",
                            models.TimeField(
                                default=datetime.time(8, 30), verbose_name="digest at"
                            ),
                        ),
                        (
                            "leads_after",
                            models.PositiveSmallIntegerField(
                                default=2,
                                validators=[django.core.validators.MaxValueValidator(60)],
                                verbose_name="leads hear after days",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("leads_after__lte", 60)),
                                name="leads_hear_within_sixty_days",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("day", models.DateField()),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("assignee", "you work on the card"),
                                    ("watcher", "you watch the card"),
                                    ("lead", "you lead the board"),
                                    ("digest", "you get the digest of the board"),
                                    ("mention", "somebody mentioned you"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "alert",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="alerts.alert",
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="board.notice",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "mention",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="board.mention",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("alert__isnull", False)),
                                fields=("person", "alert"),
                                name="a_person_is_told_of_an_alert_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("why", "digest")),
                                fields=("board", "person", "day"),
                                name="a_person_gets_a_digest_once_a_day",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("mention__isnull", False)),
                                fields=["mention"],
                                name="letters_of_a_mention",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Preference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("at_once", "at once, and in the digest"),
                                    ("digest", "only in the digest"),
                                    ("nothing", "nothing"),
                                ],
                                default="digest",
                                max_length=8,
                                verbose_name="mail",
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "quiet_from",
                            models.TimeField(blank=True, null=True, verbose_name="quiet from"),
                        ),
                        (
                            "quiet_until",
                            models.TimeField(blank=True, null=True, verbose_name="until"),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "person"),
                                name="a_person_hears_of_a_board_in_one_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from", None), ("quiet_until", None)),
                                    models.Q(
                                        ("quiet_from__isnull", False),
                                        ("quiet_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="quiet_hours_begin_and_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Watcher",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.card",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("card", "person"), name="a_person_watches_a_card_once"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
