"""The tables of a new database, in one step. A database that has some of these steps takes the others."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from board.sql.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("metrics", "0001_the_facts_of_flow"),
        ("metrics", "0002_the_columns_under_which_all_was_counted"),
        ("metrics", "0003_whether_the_history_is_to_propose"),
    ]

    dependencies = [
        ("board", "0032_a_thumbnail_of_a_picture"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Cursor",
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
                        ("reconciled_version", models.PositiveBigIntegerField(default=0)),
                        ("reconciled_on", models.DateField(null=True)),
                        ("steps", models.JSONField(null=True)),
                        ("is_to_propose", models.BooleanField(db_default=False, default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Delta",
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
                        ("joined", models.IntegerField(default=0)),
                        ("gone", models.IntegerField(default=0)),
                        ("days_before", models.BigIntegerField(default=0)),
                        ("restated", models.IntegerField(default=0)),
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
                            "column",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.column",
                            ),
                        ),
                        (
                            "lane",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.lane",
                            ),
                        ),
                        (
                            "service_class",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.serviceclass",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["board_id", "day", "column_id", "service_class_id", "lane_id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "column", "service_class", "lane", "day"),
                                name="a_day_is_summed_once_in_each_place",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Option",
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
                            "settled",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateField(null=True), size=None
                            ),
                        ),
                        ("gone_on", models.DateField(null=True)),
                        (
                            "restated_from",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateField(), default=list, size=None
                            ),
                        ),
                        (
                            "restated_until",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateField(), default=list, size=None
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
                            "card",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.card",
                            ),
                        ),
                        (
                            "lane",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.lane",
                            ),
                        ),
                        (
                            "service_class",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.serviceclass",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["board"], name="options_of_a_board")],
                    },
                ),
                migrations.CreateModel(
                    name="Passage",
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
                        ("nth", models.PositiveSmallIntegerField()),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("abandoned_at", models.DateTimeField(null=True)),
                        ("started_on", models.DateField()),
                        ("finished_on", models.DateField(null=True)),
                        ("abandoned_on", models.DateField(null=True)),
                        ("days", models.PositiveIntegerField(null=True)),
                        ("blocked_for", models.DurationField(null=True)),
                        ("waited_for", models.DurationField(null=True)),
                        ("idle_for", models.DurationField(null=True)),
                        (
                            "settled",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateField(null=True), size=None
                            ),
                        ),
                        (
                            "left_at_age",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveIntegerField(null=True), size=None
                            ),
                        ),
                        ("days_before", models.PositiveIntegerField()),
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="passages",
                                to="board.card",
                            ),
                        ),
                        (
                            "lane",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.lane",
                            ),
                        ),
                        (
                            "service_class",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.serviceclass",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["card_id", "nth"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("finished_on__isnull", False)),
                                fields=["board", "finished_on"],
                                include=("days",),
                                name="passages_by_their_finish",
                            ),
                            models.Index(
                                fields=["board", "started_on"], name="passages_by_their_start"
                            ),
                            models.Index(
                                condition=models.Q(("abandoned_on", None), ("finished_on", None)),
                                fields=["board"],
                                name="passages_that_go_on",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("card", "nth"), name="the_passages_of_a_card_are_numbered"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("abandoned_on", None), ("finished_on", None)),
                                fields=("card",),
                                name="a_card_is_in_progress_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finished_on", None), ("abandoned_on", None), _connector="OR"
                                ),
                                name="what_is_finished_was_not_abandoned",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finished_on", None),
                                    models.Q(
                                        ("days__gte", 1),
                                        ("finished_on__gte", models.F("started_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="nothing_is_finished_before_it_started",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
