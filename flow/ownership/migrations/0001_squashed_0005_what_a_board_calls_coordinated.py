"""The tables of a new database, in one step. A database that has some of these steps takes the others."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from board.sql.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("ownership", "0001_codeowners_of_a_repository"),
        ("ownership", "0002_releases_that_were_struck_off"),
        ("ownership", "0003_what_teams_say_and_wait_for"),
        ("ownership", "0004_months_and_cards_that_take_apart"),
        ("ownership", "0005_what_a_board_calls_coordinated"),
    ]

    dependencies = [
        ("board", "0032_a_thumbnail_of_a_picture"),
        ("delivery", "0005_a_deployment_has_named_commits"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="CodeownersFile",
                    fields=[
                        (
                            "repository",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="codeowners",
                                serialize=False,
                                to="delivery.repository",
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("told_at", models.DateTimeField()),
                        (
                            "told_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="StruckRelease",
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
                        ("reason", models.CharField(max_length=500)),
                        ("struck_at", models.DateTimeField()),
                        (
                            "card",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="struck_release",
                                to="board.card",
                            ),
                        ),
                        (
                            "struck_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="a_release_is_struck_off_why",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamWait",
                    fields=[
                        (
                            "block",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="team_wait",
                                serialize=False,
                                to="board.block",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waited_for",
                                to="delivery.team",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ExpectedTouch",
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
                                related_name="expected_touches",
                                to="board.card",
                            ),
                        ),
                        (
                            "component",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="expected_touches",
                                to="delivery.component",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("card", "component"),
                                name="a_card_is_to_touch_a_component_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OwnershipReview",
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
                        ("quarter", models.CharField(max_length=7)),
                        ("deploys_alone", models.BooleanField()),
                        ("owns_layers", models.BooleanField()),
                        ("owns_contracts", models.BooleanField()),
                        ("answers_incidents", models.BooleanField()),
                        (
                            "note",
                            models.TextField(blank=True, max_length=5000, verbose_name="note"),
                        ),
                        ("answered_at", models.DateTimeField()),
                        (
                            "component",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="delivery.component",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="delivery.team",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("component", "team", "quarter"),
                                name="a_team_answers_once_a_quarter_about_a_component",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quarter__regex", "^(19[7-9]\\d|[2-9]\\d{3})-Q[1-4]$")
                                ),
                                name="a_quarter_is_written_like_2026_q4",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecouplingCard",
                    fields=[
                        (
                            "card",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="decouples",
                                serialize=False,
                                to="board.card",
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("together", models.PositiveIntegerField()),
                        ("degree", models.PositiveSmallIntegerField(null=True)),
                        (
                            "a",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="delivery.component",
                            ),
                        ),
                        (
                            "b",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="delivery.component",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("a__lt", models.F("b"))),
                                name="a_pair_is_named_in_one_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OwnershipMonth",
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
                        ("month", models.DateField()),
                        ("counted_to", models.DateField()),
                        ("counted_at", models.DateTimeField()),
                        ("facts", models.JSONField()),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "month"), name="a_month_of_a_board_is_counted_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoordinationSetting",
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
                        ("hours", models.PositiveSmallIntegerField()),
                        ("loosely_from", models.PositiveSmallIntegerField()),
                        ("tightly_from", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("hours__range", (1, 168))),
                                name="together_means_within_1_to_168_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("loosely_from__lte", 100),
                                    ("tightly_from__gte", 1),
                                    ("tightly_from__lt", models.F("loosely_from")),
                                ),
                                name="tightly_coupled_begins_below_loosely_coupled",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
