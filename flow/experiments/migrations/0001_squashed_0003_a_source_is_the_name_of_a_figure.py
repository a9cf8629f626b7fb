"""The tables of a new database, in one step. A database that has some of these steps takes the others."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from board.sql.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("experiments", "0001_predictions_with_criteria_fixed_beforehand"),
        ("experiments", "0002_targets_of_a_board"),
        ("experiments", "0003_a_source_is_the_name_of_a_figure"),
    ]

    dependencies = [
        ("board", "0032_a_thumbnail_of_a_picture"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Experiment",
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
                        ("number", models.PositiveIntegerField()),
                        (
                            "change",
                            models.CharField(blank=True, max_length=500, verbose_name="change"),
                        ),
                        (
                            "outcome",
                            models.CharField(blank=True, max_length=500, verbose_name="outcome"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason"),
                        ),
                        (
                            "metric_name",
                            models.CharField(blank=True, max_length=200, verbose_name="metric"),
                        ),
                        ("unit", models.CharField(blank=True, max_length=40, verbose_name="unit")),
                        (
                            "better",
                            models.CharField(
                                blank=True,
                                choices=[("more", "more"), ("less", "less")],
                                max_length=4,
                                verbose_name="better",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=40, verbose_name="source"),
                        ),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ab", "A/B test"),
                                    ("before_after", "before and after"),
                                    ("cohort", "cohort"),
                                ],
                                max_length=12,
                                verbose_name="method",
                            ),
                        ),
                        (
                            "baseline",
                            models.FloatField(blank=True, null=True, verbose_name="baseline"),
                        ),
                        (
                            "success_at",
                            models.FloatField(blank=True, null=True, verbose_name="success at"),
                        ),
                        (
                            "failure_at",
                            models.FloatField(blank=True, null=True, verbose_name="failure at"),
                        ),
                        (
                            "sample",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="sample"
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                        ("flag", models.CharField(blank=True, max_length=100, verbose_name="flag")),
                        (
                            "target",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="target"
                            ),
                        ),
                        (
                            "confounders",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="confounders"
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "stopped_early",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="stopped early"
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("validated", "validated"),
                                    ("invalidated", "invalidated"),
                                    ("inconclusive", "inconclusive"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("keep", "keep"),
                                    ("modify", "modify"),
                                    ("abandon", "abandon"),
                                ],
                                max_length=8,
                                verbose_name="decision",
                            ),
                        ),
                        (
                            "learning",
                            models.TextField(blank=True, max_length=5000, verbose_name="learning"),
                        ),
                        (
                            "next_step",
                            models.CharField(blank=True, max_length=500, verbose_name="next"),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("told_at", models.DateTimeField(null=True)),
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
                            "closed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="reruns",
                                to="experiments.experiment",
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
                            "rerun_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="experiments.experiment",
                            ),
                        ),
                        ("revision", models.IntegerField(db_default=1, default=1, editable=False)),
                    ],
                    options={
                        "ordering": ["board", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "number"), name="an_experiment_has_its_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("verdict", "")),
                                    models.Q(
                                        models.Q(("closed_at", None), _negated=True),
                                        models.Q(("verdict", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_closed_experiment_has_a_verdict",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decision", "")),
                                    models.Q(
                                        models.Q(("decided_at", None), _negated=True),
                                        models.Q(("decision", ""), _negated=True),
                                        models.Q(("learning", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_decision_has_a_learning",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
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
                        ("external_id", models.CharField(max_length=200)),
                        (
                            "variant",
                            models.CharField(
                                choices=[("treatment", "with"), ("control", "without")],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("n", models.PositiveIntegerField(null=True)),
                        ("hits", models.PositiveIntegerField(null=True)),
                        ("value", models.FloatField(null=True)),
                        ("came_at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "experiment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="observations",
                                to="experiments.experiment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("experiment", "external_id"),
                                name="an_observation_is_kept_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("hits", None), ("value__isnull", False)),
                                    models.Q(
                                        ("hits__lte", models.F("n")),
                                        ("n__isnull", False),
                                        ("value", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_observation_is_a_value_or_hits_of_cases",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
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
                        ("revision", models.IntegerField(db_default=1, default=1, editable=False)),
                        ("metric", models.CharField(max_length=40)),
                        ("unit", models.CharField(max_length=40)),
                        (
                            "better",
                            models.CharField(
                                choices=[("more", "more"), ("less", "less")], max_length=4
                            ),
                        ),
                        ("baseline", models.FloatField(null=True)),
                        ("baseline_n", models.PositiveIntegerField(default=0)),
                        ("baseline_why", models.CharField(blank=True, max_length=500)),
                        ("baseline_first", models.DateField()),
                        ("baseline_last", models.DateField()),
                        ("to", models.FloatField(verbose_name="to")),
                        ("by_day", models.DateField(verbose_name="by")),
                        ("why", models.CharField(blank=True, max_length=500, verbose_name="why")),
                        ("made_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "became",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reached", "reached"),
                                    ("missed", "missed"),
                                    ("given_up", "given up"),
                                ],
                                max_length=8,
                                verbose_name="what became of it",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("ended_value", models.FloatField(null=True)),
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
                            "ended_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "ordering": ["board", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("board",),
                                name="a_board_has_one_open_target",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("became", ""), ("ended_at", None)),
                                    models.Q(
                                        models.Q(("ended_at", None), _negated=True),
                                        models.Q(("became", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_ended_target_became_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TargetObstacle",
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
                        ("text", models.CharField(max_length=500, verbose_name="obstacle")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what shows it"
                            ),
                        ),
                        ("taken_at", models.DateTimeField(null=True)),
                        ("overcome_at", models.DateTimeField(null=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="obstacles",
                                to="experiments.target",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("overcome_at", None), ("taken_at__isnull", False)
                                ),
                                fields=("target",),
                                name="one_obstacle_of_a_target_is_worked_on",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
