"""The tables of a new database, in one step. A database that has some of these steps takes the others."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from board.sql.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("flags", "0001_flags_and_their_environments"),
        ("flags", "0002_silence_and_the_daily_look"),
    ]

    dependencies = [
        ("board", "0032_a_thumbnail_of_a_picture"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Environment",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "production",
                            models.BooleanField(default=False, verbose_name="production"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("version", models.PositiveBigIntegerField(default=1, editable=False)),
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
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "name"),
                                name="an_environment_has_a_name_of_its_own",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("production", True)),
                                fields=("board",),
                                name="a_board_has_one_production",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Flag",
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
                        ("key", models.CharField(max_length=100, verbose_name="key")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("release", "release"),
                                    ("experiment", "experiment"),
                                    ("ops", "operations"),
                                    ("entitlement", "entitlement"),
                                ],
                                max_length=11,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(blank=True, max_length=500, verbose_name="purpose"),
                        ),
                        (
                            "remove_by",
                            models.DateField(blank=True, null=True, verbose_name="remove by"),
                        ),
                        ("first_remove_by", models.DateField(blank=True, null=True)),
                        (
                            "why_permanent",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="why it is permanent"
                            ),
                        ),
                        (
                            "review_on",
                            models.DateField(blank=True, null=True, verbose_name="review on"),
                        ),
                        (
                            "component",
                            models.CharField(blank=True, max_length=200, verbose_name="component"),
                        ),
                        (
                            "public",
                            models.BooleanField(default=False, verbose_name="answered to browsers"),
                        ),
                        ("variants", models.JSONField(default=dict)),
                        (
                            "made_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
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
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="board.card",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "removal_card",
                            models.OneToOneField(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="board.card",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["key"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "key"), name="a_flag_key_is_used_once_on_a_board"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["release", "experiment", "ops", "entitlement"])
                                ),
                                name="a_flag_is_of_a_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ["release", "experiment"]), _negated=True
                                    ),
                                    ("remove_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_temporary_flag_has_a_day_by_which_it_is_gone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FlagDay",
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
                        ("variant", models.CharField(max_length=10)),
                        ("count", models.PositiveBigIntegerField(default=0)),
                        (
                            "environment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="flags.environment",
                            ),
                        ),
                        (
                            "flag",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="days",
                                to="flags.flag",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["day", "variant"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("flag", "environment", "day", "variant"),
                                name="a_variant_is_counted_once_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FlagEntry",
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
                        ("environment", models.CharField(blank=True, max_length=40)),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("made", "made the flag"),
                                    ("revised", "changed what the flag says"),
                                    ("switched", "changed who gets the flag"),
                                    ("incident", "noted an incident"),
                                    ("promoted", "brought the removal card to the top"),
                                    ("remade", "made the removal card again"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("was", models.JSONField(default=dict)),
                        ("now", models.JSONField(default=dict)),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason"),
                        ),
                        ("told_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "flag",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="flags.flag",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("told_at", None)),
                                fields=["id"],
                                name="entries_of_flags_to_be_told",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FlagIncident",
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
                        ("incident", models.CharField(max_length=1300)),
                        (
                            "flag",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="incidents",
                                to="flags.flag",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("flag", "incident"),
                                name="an_incident_is_noted_once_of_a_flag",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FlagState",
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
                        ("enabled", models.BooleanField(default=False, verbose_name="on")),
                        (
                            "rollout",
                            models.PositiveSmallIntegerField(default=0, verbose_name="share"),
                        ),
                        (
                            "allowed",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=256),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("full_since", models.DateTimeField(editable=False, null=True)),
                        ("first_full_at", models.DateTimeField(editable=False, null=True)),
                        ("first_asked_at", models.DateTimeField(editable=False, null=True)),
                        ("last_asked_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "environment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="states",
                                to="flags.environment",
                            ),
                        ),
                        (
                            "flag",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="states",
                                to="flags.flag",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["environment__position", "environment"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("flag", "environment"),
                                name="a_flag_has_one_state_in_an_environment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rollout__range", (0, 100))),
                                name="a_rollout_is_0_to_100_percent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FlagToken",
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
                            "prefix",
                            models.CharField(
                                blank=True, db_default="", default="", editable=False, max_length=12
                            ),
                        ),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("all", "everything that I may do"),
                                    ("look", "look only"),
                                ],
                                db_default="all",
                                default="all",
                                max_length=4,
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("expires_at", models.DateTimeField(null=True)),
                        ("last_used_at", models.DateTimeField(editable=False, null=True)),
                        ("last_used_from", models.GenericIPAddressField(editable=False, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("public", models.BooleanField(default=False, verbose_name="public")),
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
                            "environment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tokens",
                                to="flags.environment",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "flag token",
                        "ordering": ["-created_at"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Silence",
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
                        ("hours", models.PositiveSmallIntegerField(default=1)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("hours__range", (1, 168))),
                                name="a_silence_is_1_to_168_hours",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
