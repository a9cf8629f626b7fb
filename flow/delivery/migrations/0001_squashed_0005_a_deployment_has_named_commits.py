"""The tables of a new database, in one step. A database that has some of these steps takes the others."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import flow.delivery.models.component
import flow.delivery.models.repository
from board.sql.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("delivery", "0001_what_was_delivered"),
        ("delivery", "0002_versions_of_repositories"),
        ("delivery", "0003_what_is_new_is_found_quickly"),
        ("delivery", "0004_what_is_to_count_holds_no_repository"),
        ("delivery", "0005_a_deployment_has_named_commits"),
    ]

    dependencies = [
        ("board", "0032_a_thumbnail_of_a_picture"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Team",
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
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="teams",
                                to="board.board",
                            ),
                        ),
                        (
                            "members",
                            models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="a_team_has_a_name",
                            ),
                            models.UniqueConstraint(
                                fields=("board", "name"), name="a_team_has_its_own_name_on_a_board"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamAddress",
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
                        ("address", models.CharField(max_length=254, unique=True)),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="addresses",
                                to="delivery.team",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["address"],
                    },
                ),
                migrations.CreateModel(
                    name="Repository",
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
                            "provider",
                            models.CharField(
                                choices=[
                                    ("github", "GitHub"),
                                    ("gitlab", "GitLab"),
                                    ("other", "another place"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="full name")),
                        ("default_branch", models.CharField(default="main", max_length=200)),
                        (
                            "left_out",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300), default=list, size=None
                            ),
                        ),
                        (
                            "handle",
                            models.CharField(
                                default=flow.delivery.models.repository.new_handle,
                                editable=False,
                                max_length=64,
                                unique=True,
                            ),
                        ),
                        (
                            "secret",
                            models.CharField(
                                default=flow.delivery.models.repository.new_secret,
                                editable=False,
                                max_length=64,
                            ),
                        ),
                        ("old_secret", models.CharField(default="", editable=False, max_length=64)),
                        ("old_secret_until", models.DateTimeField(editable=False, null=True)),
                        (
                            "provider_id",
                            models.CharField(default="", editable=False, max_length=40),
                        ),
                        ("bad_signatures", models.PositiveIntegerField(default=0, editable=False)),
                        ("bad_signature_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "made_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="repositories",
                                to="board.board",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "repositories",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("provider"),
                                django.db.models.functions.text.Lower("name"),
                                name="a_repository_is_known_once_by_its_provider",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("provider__in", ["github", "gitlab", "other"])),
                                name="a_repository_is_at_a_provider_that_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RepositoryToken",
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
                        ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
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
                        (
                            "board",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tokens",
                                to="delivery.repository",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Component",
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
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "paths",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300), size=None
                            ),
                        ),
                        (
                            "production",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                default=flow.delivery.models.component.usual_production,
                                size=None,
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="components",
                                to="delivery.repository",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="components",
                                to="delivery.team",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("repository"),
                                django.db.models.functions.text.Lower("name"),
                                name="a_component_has_its_own_name_in_a_repository",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
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
                            "door",
                            models.CharField(
                                choices=[
                                    ("github", "GitHub"),
                                    ("gitlab", "GitLab"),
                                    ("deployments", "a pipeline, of deployments"),
                                    ("builds", "a pipeline, of builds"),
                                    ("log", "the log of git"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        ("event", models.CharField(default="", max_length=80)),
                        ("body", models.BinaryField(null=True)),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("no_component", "waiting: no component yet"),
                                    ("applied", "applied"),
                                    ("ignored", "ignored"),
                                    ("failed", "failed"),
                                ],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        ("why", models.TextField(default="")),
                        ("applied_at", models.DateTimeField(null=True)),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="delivery.repository",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "deliveries",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["repository"],
                                name="deliveries_that_wait",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "door", "key"),
                                name="a_delivery_comes_in_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Push",
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
                        ("before", models.CharField(max_length=64)),
                        ("after", models.CharField(max_length=64)),
                        (
                            "shas",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=64), size=None
                            ),
                        ),
                        ("gone", models.CharField(default="", max_length=64)),
                        ("is_cut", models.BooleanField(default=False)),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pushes",
                                to="delivery.repository",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "after", "before", "gone"),
                                name="a_push_is_known_once",
                            )
                        ],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["shas"], name="pushes_by_their_commits"
                            ),
                            models.Index(
                                fields=["repository", "before"], name="pushes_by_what_was_before"
                            ),
                            models.Index(
                                condition=models.Q(("gone", ""), _negated=True),
                                fields=["repository", "gone"],
                                name="pushes_that_took_away",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Change",
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
                        ("sha", models.CharField(max_length=64)),
                        ("place", models.PositiveIntegerField(null=True)),
                        ("at", models.DateTimeField()),
                        ("committed_at", models.DateTimeField(null=True)),
                        ("merged_at", models.DateTimeField(null=True)),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("pull", models.PositiveIntegerField(null=True)),
                        ("pull_commits", models.PositiveIntegerField(null=True)),
                        ("parent", models.CharField(default="", max_length=64)),
                        ("is_from_log", models.BooleanField(default=False)),
                        ("is_gone", models.BooleanField(default=False)),
                        ("title", models.CharField(default="", max_length=300)),
                        ("pull_title", models.CharField(default="", max_length=300)),
                        ("branch", models.CharField(default="", max_length=300)),
                        ("author", models.CharField(default="", max_length=254)),
                        (
                            "reverts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=64), default=list, size=None
                            ),
                        ),
                        (
                            "names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        (
                            "paths",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), null=True, size=None
                            ),
                        ),
                        (
                            "added_by_path",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), null=True, size=None
                            ),
                        ),
                        (
                            "removed_by_path",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), null=True, size=None
                            ),
                        ),
                        ("told_files", models.PositiveIntegerField(null=True)),
                        ("told_added", models.PositiveIntegerField(null=True)),
                        ("told_removed", models.PositiveIntegerField(null=True)),
                        ("files", models.PositiveIntegerField(null=True)),
                        ("added", models.PositiveIntegerField(null=True)),
                        ("removed", models.PositiveIntegerField(null=True)),
                        (
                            "cards",
                            models.ManyToManyField(
                                db_constraint=False, related_name="changes", to="board.card"
                            ),
                        ),
                        (
                            "part_of",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="parts",
                                to="delivery.change",
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="delivery.repository",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["repository", "place"], name="changes_by_place"),
                            models.Index(fields=["repository", "at"], name="changes_by_time"),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["names"], name="changes_by_the_cards_they_name"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["reverts"], name="changes_by_what_they_revert"
                            ),
                            models.Index(
                                condition=models.Q(("parent", ""), _negated=True),
                                fields=["repository", "parent"],
                                name="changes_by_their_parent",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "sha"), name="a_change_is_known_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deployment",
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
                        ("environment", models.CharField(max_length=200)),
                        ("says_production", models.BooleanField(null=True)),
                        ("is_production", models.BooleanField(default=False)),
                        ("sha", models.CharField(max_length=64)),
                        ("ref", models.CharField(default="", max_length=300)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("pending", "pending"),
                                    ("running", "running"),
                                    ("failed", "did not deploy"),
                                    ("succeeded", "deployed"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("started_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("told_at", models.DateTimeField()),
                        ("said_kind", models.CharField(default="", max_length=8)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("normal", "normal"),
                                    ("hotfix", "hotfix"),
                                    ("rollback", "rollback"),
                                    ("redeploy", "redeploy"),
                                ],
                                default="normal",
                                max_length=8,
                            ),
                        ),
                        ("incident", models.CharField(default="", max_length=200)),
                        ("failed", models.BooleanField(null=True)),
                        ("brings", models.PositiveIntegerField(null=True)),
                        (
                            "component",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deployments",
                                to="delivery.component",
                            ),
                        ),
                        (
                            "copy_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="copies",
                                to="delivery.deployment",
                            ),
                        ),
                        (
                            "followed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="delivery.deployment",
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deployments",
                                to="delivery.repository",
                            ),
                        ),
                        (
                            "named_commits",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=64),
                                db_column="told",
                                default=list,
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-told_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["component", "told_at"], name="deployments_by_time"
                            ),
                            models.Index(
                                fields=["repository", "sha"], name="deployments_by_commit"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["named_commits"], name="deployments_by_what_they_name"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "external_id", "environment", "component"),
                                name="a_deployment_is_known_once_in_an_environment",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["normal", "hotfix", "rollback", "redeploy"])
                                ),
                                name="a_deployment_is_of_a_kind_that_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComponentChange",
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
                        ("is_told", models.BooleanField(default=False)),
                        (
                            "change",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="in_components",
                                to="delivery.change",
                            ),
                        ),
                        (
                            "component",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="component_changes",
                                to="delivery.component",
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="first_brought",
                                to="delivery.deployment",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("deployment", None)),
                                fields=["component"],
                                name="changes_that_wait",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("change", "component"),
                                name="a_change_reaches_a_component_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Build",
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
                        ("attempt", models.PositiveIntegerField(default=1)),
                        ("sha", models.CharField(max_length=64)),
                        ("status", models.CharField(max_length=9)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="builds",
                                to="delivery.repository",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["repository", "finished_at"], name="builds_by_time"
                            ),
                            models.Index(
                                condition=models.Q(("status", "succeeded")),
                                fields=["repository", "finished_at"],
                                name="green_builds_by_time",
                            ),
                            models.Index(
                                condition=models.Q(("status", "succeeded"), _negated=True),
                                fields=["repository", "finished_at"],
                                name="red_builds_by_time",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "external_id", "attempt"),
                                name="an_attempt_of_a_build_is_known_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
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
                        ("external_id", models.CharField(default="", max_length=200)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("detected_at", models.DateTimeField()),
                        ("restored_at", models.DateTimeField(null=True)),
                        ("caused_by_id_said", models.CharField(default="", max_length=200)),
                        (
                            "card",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="board.card",
                            ),
                        ),
                        (
                            "caused_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="incidents_caused",
                                to="delivery.deployment",
                            ),
                        ),
                        (
                            "component",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="incidents",
                                to="delivery.component",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-detected_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("external_id", ""), _negated=True),
                                fields=("component", "external_id"),
                                name="an_incident_is_known_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("restored_at", None),
                                    ("restored_at__gte", models.F("detected_at")),
                                    _connector="OR",
                                ),
                                name="an_incident_is_detected_before_it_is_restored",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RepositoryUpdate",
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
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("is_to_count", models.BooleanField(db_default=False, default=False)),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="updates",
                                to="delivery.repository",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_to_count", True)),
                                fields=["repository"],
                                name="updates_that_ask_for_a_count",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
