"""The tables of a new database, in one step. A database that has some of these steps takes the others."""

import datetime

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import flow.improvement.models.retrospective.note
from board.sql.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("improvement", "0001_retrospectives_and_what_came_of_them"),
        ("improvement", "0002_a_target_and_an_incident_of_a_retrospective"),
        ("improvement", "0003_the_word_of_a_team_about_the_phase"),
    ]

    dependencies = [
        ("board", "0032_a_thumbnail_of_a_picture"),
        ("delivery", "0005_a_deployment_has_named_commits"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="First",
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
                            "board",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Retrospective",
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
                        ("started_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("led_at", models.DateTimeField()),
                        ("steps", models.PositiveIntegerField(default=0)),
                        ("number", models.PositiveIntegerField()),
                        ("planned_at", models.DateTimeField(null=True)),
                        ("minutes", models.PositiveSmallIntegerField(default=45)),
                        (
                            "template",
                            models.CharField(
                                choices=[
                                    ("start_stop_continue", "Start, stop, continue"),
                                    ("four_ls", "Liked, learned, lacked, longed for"),
                                ],
                                default="start_stop_continue",
                                max_length=20,
                            ),
                        ),
                        (
                            "part",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "What are we here for?"),
                                    (2, "What do the figures say?"),
                                    (3, "What did we try, and learn?"),
                                    (4, "What became of our actions?"),
                                    (5, "Talk, and decide"),
                                ],
                                default=1,
                            ),
                        ),
                        ("part_at", models.DateTimeField()),
                        ("revealed_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("told_at", models.DateTimeField(null=True)),
                        ("figures", models.JSONField(default=dict)),
                        ("secret", models.CharField(blank=True, max_length=64)),
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
                            "led_by",
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
                            "incident",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="delivery.incident",
                            ),
                        ),
                        ("target", models.JSONField(null=True)),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("board",),
                                name="a_board_holds_one_retrospective_at_a_time",
                            ),
                            models.UniqueConstraint(
                                fields=("board", "number"),
                                name="a_retrospective_has_its_number_alone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None), ("secret", ""), _connector="OR"
                                ),
                                name="a_retrospective_that_has_ended_has_no_secret",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                default=flow.improvement.models.retrospective.note.random_id,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("heading", models.CharField(blank=True, max_length=20)),
                        ("text", models.CharField(max_length=500)),
                        ("group", models.BigIntegerField(null=True)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("votes", models.PositiveIntegerField(default=0)),
                        (
                            "retrospective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="improvement.retrospective",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="a_note_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImprovementAction",
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
                        ("title", models.CharField(max_length=200)),
                        ("by", models.DateField(verbose_name="by")),
                        ("measure", models.CharField(max_length=300)),
                        ("why_not", models.CharField(blank=True, max_length=300)),
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
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "retrospective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="actions",
                                to="improvement.retrospective",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("measure", ""), _negated=True),
                                ),
                                name="an_action_of_a_retrospective_is_said_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Silent",
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
                                name="a_person_is_silent_about_a_board_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Vote",
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
                        ("voter", models.CharField(max_length=64)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="given",
                                to="improvement.note",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["voter"], name="votes_of_a_voter")],
                    },
                ),
                migrations.CreateModel(
                    name="Cadence",
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
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ],
                                validators=[django.core.validators.MaxValueValidator(6)],
                                verbose_name="weekday",
                            ),
                        ),
                        ("at", models.TimeField(default=datetime.time(14, 0), verbose_name="time")),
                        (
                            "every_weeks",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(12),
                                ],
                                verbose_name="every weeks",
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(default=45, verbose_name="minutes"),
                        ),
                        (
                            "template",
                            models.CharField(default="start_stop_continue", max_length=20),
                        ),
                        ("since", models.DateField()),
                        ("last_on", models.DateField(null=True)),
                        (
                            "board",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("every_weeks__range", (1, 12)), ("weekday__lte", 6)
                                ),
                                name="a_cadence_is_a_weekday_every_so_many_weeks",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadinessWord",
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
                            "criterion",
                            models.CharField(
                                choices=[
                                    (
                                        "small_batches",
                                        "Most changes are small enough to be deployed on their own",
                                    ),
                                    ("flags", "Flags let unfinished work be deployed safely"),
                                    ("wip_limits", "WIP limits keep the work flowing"),
                                    ("measures", "Delivery is measured, looked at, and acted on"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("is_there", models.BooleanField()),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("said_on", models.DateField()),
                        (
                            "board",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "criterion"),
                                name="a_team_says_one_thing_of_a_criterion",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "criterion__in",
                                        ["small_batches", "flags", "wip_limits", "measures"],
                                    )
                                ),
                                name="readiness_is_of_a_criterion",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
