"""The tables of a new database, in one step. A database that has some of these steps takes the others."""

import email.utils
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import board.models.card.attachment
import board.models.time_zone
from board.sql.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("board", "0001_a_board_and_its_cards"),
        ("board", "0002_richer_columns_cards_and_boards"),
        ("board", "0003_a_card_remembers_where_it_came_from"),
        ("board", "0004_the_outbox"),
        ("board", "0005_a_person_has_a_time_zone_and_a_theme"),
        ("board", "0006_an_override_knows_whose_limit_it_passed"),
        ("board", "0007_a_board_can_be_archived"),
        ("board", "0008_pace_and_expectation_are_typed_or_proposed"),
        ("board", "0009_a_mail_can_show_pictures"),
        ("board", "0010_the_log_tells_of_the_settings_of_apps"),
        ("board", "0011_an_address_that_refuses_mail_is_known"),
        ("board", "0012_answered_keys"),
        ("board", "0013_addresses_are_proved"),
        ("board", "0014_the_addresses_that_are_proved_already"),
        ("board", "0015_tokens_have_a_scope_and_an_end"),
        ("board", "0016_history_costs_nothing"),
        ("board", "0017_a_board_knows_when_its_shape_changed"),
        ("board", "0018_the_audit_trail"),
        ("board", "0019_revisions_of_what_things_say"),
        ("board", "0020_the_log_tells_of_new_names"),
        ("board", "0021_small_batches"),
        ("board", "0022_the_parts_of_a_split_card_are_found"),
        ("board", "0023_a_board_is_erased_in_the_background"),
        ("board", "0024_links_between_cards"),
        ("board", "0025_files_of_cards"),
        ("board", "0026_an_event_that_an_app_tells"),
        ("board", "0027_at_most_one_card_of_a_class_in_days"),
        ("board", "0028_a_text_mentions_members"),
        ("board", "0029_card_templates_and_recurring_cards"),
        ("board", "0030_open_cards_that_are_due"),
        ("board", "0031_a_picture_says_how_many_pixels_it_has"),
        ("board", "0032_a_thumbnail_of_a_picture"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Board",
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
                            "key",
                            models.CharField(
                                max_length=10,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z][A-Z0-9]{1,9}$",
                                        "A key is 2 to 10 capitals or digits, a letter first.",
                                    )
                                ],
                                verbose_name="key",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "time_zone",
                            models.CharField(
                                default="UTC",
                                max_length=64,
                                validators=[board.models.time_zone.check_time_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        ("version", models.PositiveBigIntegerField(default=0, editable=False)),
                        (
                            "made_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "members",
                            models.ManyToManyField(
                                related_name="boards",
                                through="board.Membership",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "days_off",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(
                                    validators=[django.core.validators.MaxValueValidator(6)]
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="days off",
                            ),
                        ),
                        (
                            "holidays_of",
                            models.CharField(blank=True, max_length=10, verbose_name="holidays of"),
                        ),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "sle_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="within",
                            ),
                        ),
                        ("sle_is_automatic", models.BooleanField(default=True)),
                        (
                            "sle_percent",
                            models.PositiveSmallIntegerField(
                                default=85,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="expected of",
                            ),
                        ),
                        (
                            "shape_version",
                            models.PositiveBigIntegerField(default=0, editable=False),
                        ),
                        ("revision", models.IntegerField(db_default=1, default=1, editable=False)),
                        (
                            "asks_fit",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="asks whether a card fits in the target days",
                            ),
                        ),
                        (
                            "batch_mode",
                            models.CharField(
                                choices=[
                                    ("off", "nothing is asked"),
                                    ("refuse", "it is refused"),
                                    ("reason", "it needs a reason"),
                                    ("warn", "it is noted"),
                                ],
                                db_default="off",
                                default="off",
                                max_length=6,
                                verbose_name="when a card is too large to start",
                            ),
                        ),
                        (
                            "members_may_start_large",
                            models.BooleanField(
                                db_default=True,
                                default=True,
                                verbose_name="members may give a reason",
                            ),
                        ),
                        (
                            "most_scenarios",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                db_default=3,
                                default=3,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="scenarios at most",
                            ),
                        ),
                        (
                            "practices_on",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                db_default=[],
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "target_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                db_default=2,
                                default=2,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="target days",
                            ),
                        ),
                        ("erased_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("key__regex", "^[A-Z][A-Z0-9]{1,9}$")),
                                name="a_key_is_two_to_ten_capitals_or_digits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sle_percent__range", (1, 100)),
                                    models.Q(
                                        ("sle_days", None), ("sle_days__gte", 1), _connector="OR"
                                    ),
                                ),
                                name="an_expectation_is_percent_within_days",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                max_length=254, unique=True, verbose_name="e-mail address"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                        (
                            "is_staff",
                            models.BooleanField(default=False, verbose_name="may open the admin"),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="may sign in"),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="joined"
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("auto", "as my device"),
                                    ("light", "light"),
                                    ("dark", "dark"),
                                ],
                                default="auto",
                                max_length=5,
                                verbose_name="theme",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="UTC",
                                max_length=64,
                                validators=[board.models.time_zone.check_time_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "session_generation",
                            models.PositiveIntegerField(db_default=0, default=0, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "person",
                        "verbose_name_plural": "people",
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                name="an_email_address_is_one_person",
                                violation_error_message="Somebody has this e-mail address already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
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
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("last_used_at", models.DateTimeField(editable=False, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="api_tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="board.board",
                            ),
                        ),
                        ("expires_at", models.DateTimeField(null=True)),
                        ("last_used_from", models.GenericIPAddressField(editable=False, null=True)),
                        (
                            "prefix",
                            models.CharField(
                                blank=True, db_default="", default="", editable=False, max_length=12
                            ),
                        ),
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
                    ],
                    options={
                        "verbose_name": "API token",
                        "ordering": ["-created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Card",
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
                        ("number", models.PositiveIntegerField(editable=False)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=50000, verbose_name="description"
                            ),
                        ),
                        (
                            "rank",
                            models.CharField(db_collation="C", editable=False, max_length=200),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("arrived_at", models.DateTimeField(editable=False)),
                        ("started_at", models.DateTimeField(editable=False, null=True)),
                        ("finished_at", models.DateTimeField(editable=False, null=True)),
                        ("archived_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "assignees",
                            models.ManyToManyField(
                                blank=True, related_name="cards", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cards",
                                to="board.board",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "column",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cards",
                                to="board.column",
                            ),
                        ),
                        (
                            "labels",
                            models.ManyToManyField(
                                blank=True, related_name="cards", to="board.label"
                            ),
                        ),
                        (
                            "lane",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cards",
                                to="board.lane",
                            ),
                        ),
                        (
                            "service_class",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cards",
                                to="board.serviceclass",
                                verbose_name="class of service",
                            ),
                        ),
                        ("deleted_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "size",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="size"
                            ),
                        ),
                        (
                            "external_id",
                            models.CharField(blank=True, editable=False, max_length=200),
                        ),
                        ("revision", models.IntegerField(db_default=1, default=1, editable=False)),
                        (
                            "asked_by",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                db_default=[],
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "fits",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="fits in the target days",
                            ),
                        ),
                        (
                            "split_from",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="parts",
                                to="board.card",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["rank", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("archived_at", None)),
                                fields=["column", "rank"],
                                name="cards_of_a_column_in_order",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.search.SearchVector(
                                    "title", "description", config="simple"
                                ),
                                name="words_of_a_card",
                            ),
                            models.Index(
                                models.F("column"),
                                models.OrderBy(
                                    models.F("finished_at"), descending=True, nulls_last=True
                                ),
                                models.F("rank"),
                                models.F("id"),
                                condition=models.Q(
                                    ("archived_at", None), ("finished_at__isnull", False)
                                ),
                                name="finished_cards_of_a_column",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("archived_at", None),
                                    ("finished_at", None),
                                    ("started_at__isnull", False),
                                ),
                                fields=["board", "started_at", "id"],
                                name="cards_in_progress_of_a_board",
                            ),
                            models.Index(
                                condition=models.Q(("split_from__isnull", False)),
                                fields=["split_from"],
                                name="parts_of_a_split_card",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("archived_at", None),
                                    ("due_on__isnull", False),
                                    ("finished_at", None),
                                ),
                                fields=["board", "due_on"],
                                name="open_cards_that_are_due",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "number"),
                                name="a_card_number_is_used_once_on_a_board",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finished_at", None),
                                    ("started_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="what_is_finished_was_started",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("external_id", ""), _negated=True),
                                fields=("board", "external_id"),
                                name="a_card_of_another_tool_is_imported_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Block",
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
                        ("blocked_at", models.DateTimeField()),
                        ("unblocked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "blocked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="blocks",
                                to="board.card",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["blocked_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("unblocked_at", None)),
                                fields=("card",),
                                name="a_card_is_blocked_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unblocked_at", None),
                                    ("unblocked_at__gte", models.F("blocked_at")),
                                    _connector="OR",
                                ),
                                name="a_block_ends_after_it_began",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="a_block_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Column",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("queue", "queue"),
                                    ("active", "active"),
                                    ("waiting", "waiting"),
                                    ("done", "done"),
                                ],
                                max_length=7,
                                verbose_name="stage",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="columns",
                                to="board.board",
                            ),
                        ),
                        (
                            "group",
                            models.CharField(blank=True, max_length=60, verbose_name="group"),
                        ),
                        ("pace_50", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("pace_70", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("pace_85", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("pace_95", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "policy",
                            models.TextField(blank=True, max_length=2000, verbose_name="policy"),
                        ),
                        ("pace_is_automatic", models.BooleanField(default=True)),
                        ("revision", models.IntegerField(db_default=1, default=1, editable=False)),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("board"),
                                django.db.models.functions.text.Lower("name"),
                                condition=models.Q(("archived_at", None)),
                                name="a_column_name_is_used_once_on_a_board",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stage__in", ["queue", "active", "waiting", "done"])
                                ),
                                name="a_stage_is_queue_active_waiting_or_done",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("pace_50", None),
                                        ("pace_70", None),
                                        ("pace_85", None),
                                        ("pace_95", None),
                                    ),
                                    models.Q(
                                        ("pace_50__gte", 1),
                                        ("pace_70__gte", models.F("pace_50")),
                                        ("pace_85__gte", models.F("pace_70")),
                                        ("pace_95__gte", models.F("pace_85")),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_pace_is_four_days_that_do_not_fall",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
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
                        ("number", models.PositiveBigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("board_made", "made the board"),
                                    ("board_changed", "changed the board"),
                                    ("board_archived", "archived the board"),
                                    ("board_restored", "restored the board"),
                                    ("column_added", "added a column"),
                                    ("column_changed", "changed a column"),
                                    ("column_archived", "archived a column"),
                                    ("lane_added", "added a lane"),
                                    ("lane_changed", "changed a lane"),
                                    ("lane_archived", "archived a lane"),
                                    ("class_changed", "changed a class of service"),
                                    ("label_added", "added a label"),
                                    ("label_changed", "changed a label"),
                                    ("label_removed", "removed a label"),
                                    ("template_added", "added a card template"),
                                    ("template_changed", "changed a card template"),
                                    ("template_removed", "removed a card template"),
                                    ("recurrence_added", "let a card recur"),
                                    ("recurrence_changed", "changed a recurring card"),
                                    ("recurrence_removed", "let a card recur no more"),
                                    (
                                        "recurrence_waits",
                                        "a recurring card waits for room in the queue",
                                    ),
                                    ("limit_added", "added a limit"),
                                    ("limit_changed", "changed a limit"),
                                    ("limit_removed", "removed a limit"),
                                    ("settings_changed", "changed the settings"),
                                    ("invited", "invited somebody"),
                                    ("invitation_withdrawn", "withdrew an invitation"),
                                    ("member_added", "added a member"),
                                    ("member_changed", "changed a role"),
                                    ("member_renamed", "is called something else now"),
                                    ("member_removed", "removed a member"),
                                    ("created", "created the card"),
                                    ("moved", "moved the card"),
                                    ("swapped", "swapped the card"),
                                    ("reopened", "reopened the card"),
                                    ("returned_to_backlog", "returned the card to the backlog"),
                                    ("undone", "took the move back"),
                                    ("assigned", "changed who works on the card"),
                                    ("reclassified", "changed the class of service"),
                                    ("edited", "edited the card"),
                                    ("checklist_changed", "changed the checklist"),
                                    ("split", "split the card"),
                                    ("linked", "linked the card"),
                                    ("unlinked", "took a link of the card away"),
                                    ("wait_ended", "noted that a card it waited for is done"),
                                    (
                                        "waits_again",
                                        "noted that a card it waited for is open again",
                                    ),
                                    ("attached", "attached a file"),
                                    ("detached", "removed a file"),
                                    ("commented", "commented"),
                                    ("comment_changed", "changed a comment"),
                                    ("comment_removed", "removed a comment"),
                                    ("blocked", "blocked the card"),
                                    ("unblocked", "unblocked the card"),
                                    ("archived", "archived the card"),
                                    ("restored", "restored the card"),
                                    ("deleted", "deleted the card"),
                                    ("imported", "imported cards"),
                                    ("told", "told something new"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("data", models.JSONField(default=dict)),
                        ("key", models.CharField(blank=True, editable=False, max_length=200)),
                        (
                            "fingerprint",
                            models.CharField(blank=True, editable=False, max_length=64),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="board.board",
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
                        (
                            "card",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="board.card",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["board", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "number"), name="an_event_is_one_tick_of_its_board"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("key", ""), _negated=True),
                                fields=("by", "key"),
                                name="an_idempotency_key_is_used_once_by_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                            "role",
                            models.CharField(
                                choices=[
                                    ("viewer", "viewer"),
                                    ("member", "member"),
                                    ("lead", "lead"),
                                ],
                                default="member",
                                max_length=6,
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        ("expires_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="board.board",
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="claimed_invitations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("mailed", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "ordering": ["-expires_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Label",
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
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="labels",
                                to="board.board",
                            ),
                        ),
                        ("revision", models.IntegerField(db_default=1, default=1, editable=False)),
                    ],
                    options={
                        "ordering": [django.db.models.functions.text.Lower("name"), "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("board"),
                                django.db.models.functions.text.Lower("name"),
                                name="a_label_is_written_one_way_on_a_board",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lane",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lanes",
                                to="board.board",
                            ),
                        ),
                        ("revision", models.IntegerField(db_default=1, default=1, editable=False)),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("board"),
                                django.db.models.functions.text.Lower("name"),
                                condition=models.Q(("archived_at", None)),
                                name="a_lane_name_is_used_once_on_a_board",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Limit",
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
                        ("maximum", models.PositiveIntegerField(verbose_name="maximum")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("refuse", "refuse"),
                                    ("reason", "refuse, or a reason"),
                                    ("warn", "warn"),
                                ],
                                default="refuse",
                                max_length=6,
                                verbose_name="when it is full",
                            ),
                        ),
                        (
                            "each_person",
                            models.BooleanField(default=False, verbose_name="for each person"),
                        ),
                        (
                            "counts_blocked",
                            models.BooleanField(default=True, verbose_name="counts blocked cards"),
                        ),
                        (
                            "members_may_override",
                            models.BooleanField(
                                default=True, verbose_name="members may give a reason"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="limits",
                                to="board.board",
                            ),
                        ),
                        (
                            "columns",
                            models.ManyToManyField(
                                blank=True, related_name="limits", to="board.column"
                            ),
                        ),
                        (
                            "lane",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="board.lane",
                            ),
                        ),
                        (
                            "service_class",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="board.serviceclass",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("mode__in", ["refuse", "reason", "warn"])),
                                name="a_mode_is_refuse_reason_or_warn",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                            "role",
                            models.CharField(
                                choices=[
                                    ("viewer", "viewer"),
                                    ("member", "member"),
                                    ("lead", "lead"),
                                ],
                                default="member",
                                max_length=6,
                                verbose_name="role",
                            ),
                        ),
                        ("since", models.DateTimeField(auto_now_add=True)),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="board.board",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["person__email"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "person"), name="a_person_has_one_role_on_a_board"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["viewer", "member", "lead"])),
                                name="a_role_is_viewer_member_or_lead",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Override",
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
                        ("limit_version", models.PositiveIntegerField(null=True)),
                        ("reason", models.CharField(max_length=500)),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="overrides",
                                to="board.card",
                            ),
                        ),
                        (
                            "limit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="overrides",
                                to="board.limit",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rule",
                            models.CharField(blank=True, db_default="", default="", max_length=40),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["card"],
                                name="overrides_in_force_of_a_card",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="an_override_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("limit__isnull", False), ("rule", "")),
                                    models.Q(
                                        ("limit", None), models.Q(("rule", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="an_override_passes_one_limit_or_one_rule",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceClass",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("standard", "Standard"),
                                    ("expedite", "Expedite"),
                                    ("fixed_date", "Fixed date"),
                                    ("intangible", "Intangible"),
                                ],
                                default="standard",
                                max_length=10,
                            ),
                        ),
                        (
                            "apart_from_limits",
                            models.BooleanField(
                                default=False,
                                help_text="Its cards count for a person's limit and for the limit of the class itself, not for columns, lanes and the whole board.",
                                verbose_name="apart from limits",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="service_classes",
                                to="board.board",
                            ),
                        ),
                        ("revision", models.IntegerField(db_default=1, default=1, editable=False)),
                        (
                            "at_most_in_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: any number of cards may enter it.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="one card in days",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "class of service",
                        "verbose_name_plural": "classes of service",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("board"),
                                django.db.models.functions.text.Lower("name"),
                                name="a_class_of_service_has_its_name_alone_on_a_board",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stay",
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
                        ("entered_at", models.DateTimeField()),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        ("voided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stays",
                                to="board.card",
                            ),
                        ),
                        (
                            "column",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="board.column",
                            ),
                        ),
                        (
                            "lane",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="board.lane",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["entered_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_at", None), ("voided_at", None)),
                                fields=("card",),
                                name="a_card_is_in_one_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_at", None),
                                    ("left_at__gte", models.F("entered_at")),
                                    _connector="OR",
                                ),
                                name="nobody_leaves_before_entering",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
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
                        ("text", models.TextField(max_length=20000, verbose_name="comment")),
                        ("at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="board.card",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="a_comment_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                        ("to", models.EmailField(max_length=254)),
                        ("subject", models.CharField(max_length=998)),
                        ("text", models.TextField(blank=True)),
                        ("html", models.TextField(blank=True)),
                        ("sender", models.CharField(max_length=320)),
                        ("headers", models.JSONField(default=dict)),
                        (
                            "message_id",
                            models.CharField(
                                default=email.utils.make_msgid, max_length=255, unique=True
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "waits to be sent"),
                                    ("sent", "sent"),
                                    ("failed", "could not be sent"),
                                    ("refused", "was refused"),
                                ],
                                default="pending",
                                max_length=7,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("answer", models.TextField(blank=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "illustrations",
                            models.ManyToManyField(related_name="notices", to="board.illustration"),
                        ),
                    ],
                    options={
                        "ordering": ["-made_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "pending")),
                                fields=["due_at"],
                                name="notices_that_are_due",
                            ),
                            models.Index(fields=["to", "sent_at"], name="notices_to_an_address"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at__isnull", False),
                                    models.Q(("state", "sent"), _negated=True),
                                    _connector="OR",
                                ),
                                name="what_was_sent_has_its_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Illustration",
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
                        ("name", models.CharField(max_length=120, unique=True)),
                        ("subtype", models.CharField(max_length=20)),
                        ("content", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="AnsweredKey",
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
                        ("key", models.CharField(max_length=200)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["at"], name="answered_keys_by_age")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("by", "key"),
                                name="an_answered_key_is_kept_once_for_a_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEntry",
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
                            "at",
                            models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("signed_in", "signed in"),
                                    ("sign_in_failed", "sign-in failed"),
                                    ("password_changed", "password changed"),
                                    ("address_changed", "address changed"),
                                    ("factor_added", "second factor added"),
                                    ("factor_removed", "second factor removed"),
                                    ("token_made", "token made"),
                                    ("token_revoked", "token revoked"),
                                    ("role_given", "role given"),
                                    ("role_taken", "role taken"),
                                    ("admin_looked", "looked at in the admin"),
                                    ("admin_changed", "changed in the admin"),
                                    ("invitation_mailed", "invitation mailed"),
                                    ("link_mailed", "link mailed"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("address", models.GenericIPAddressField(null=True)),
                        ("browser", models.CharField(blank=True, max_length=200)),
                        ("detail", models.CharField(blank=True, max_length=200)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "audit entries",
                        "indexes": [models.Index(fields=["kind", "at"], name="audit_by_kind")],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistItem",
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
                            "kind",
                            models.CharField(
                                choices=[("scenario", "scenario"), ("step", "step")], max_length=8
                            ),
                        ),
                        ("text", models.CharField(max_length=1000, verbose_name="text")),
                        (
                            "rank",
                            models.CharField(db_collation="C", editable=False, max_length=200),
                        ),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checklist",
                                to="board.card",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["rank", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("removed_at", None)),
                                fields=["card", "kind", "rank"],
                                name="checklist_of_a_card_in_order",
                            ),
                            models.Index(
                                condition=models.Q(("removed_at__isnull", False)),
                                fields=["removed_at"],
                                name="removed_checklist_items",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="a_checklist_item_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RefusedPull",
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
                        ("rule", models.CharField(blank=True, max_length=40)),
                        ("on", models.DateField()),
                        (
                            "board",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="refused",
                                to="board.board",
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="refused",
                                to="board.card",
                            ),
                        ),
                        (
                            "limit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="refused",
                                to="board.limit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "on", "rule", "limit", "card"),
                                name="a_refusal_is_kept_once_a_day",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("limit__isnull", False), ("rule", "")),
                                    models.Q(
                                        ("limit", None), models.Q(("rule", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="a_refusal_is_of_one_limit_or_one_rule",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CardLink",
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
                            "kind",
                            models.CharField(
                                choices=[("relates_to", "relates to"), ("blocks", "blocks")],
                                max_length=12,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "block",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="board.block",
                            ),
                        ),
                        (
                            "from_card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links_out",
                                to="board.card",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "to_card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links_in",
                                to="board.card",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["made_at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None), ("kind", "blocks")),
                                fields=["to_card"],
                                name="open_waits_of_a_card",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "from_card", "to_card"),
                                name="two_cards_are_linked_so_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_card", models.F("to_card")), _negated=True
                                ),
                                name="no_card_is_linked_with_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("name", models.CharField(max_length=150, verbose_name="name")),
                        ("size", models.PositiveBigIntegerField()),
                        ("media_type", models.CharField(max_length=40)),
                        (
                            "file",
                            models.FileField(upload_to=board.models.card.attachment._stored_as),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="board.card",
                            ),
                        ),
                        ("pixels", models.PositiveBigIntegerField(db_default=0, null=True)),
                        ("thumbnail_size", models.PositiveIntegerField(null=True)),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="an_attachment_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("size__gt", 0)),
                                name="an_attachment_is_not_empty",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mention",
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
                        ("at", models.DateTimeField()),
                        ("told_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentions",
                                to="board.card",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentions",
                                to="board.comment",
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
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("told_at", None)),
                                fields=["card"],
                                name="mentions_to_tell",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("comment__isnull", False)),
                                fields=("comment", "person"),
                                name="a_comment_mentions_a_person_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("comment", None)),
                                fields=("card", "person"),
                                name="a_description_mentions_a_person_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CardTemplate",
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
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=50000, verbose_name="description"
                            ),
                        ),
                        (
                            "scenarios",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=1000),
                                blank=True,
                                size=None,
                                verbose_name="scenarios",
                            ),
                        ),
                        (
                            "steps",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=1000),
                                blank=True,
                                size=None,
                                verbose_name="steps",
                            ),
                        ),
                        (
                            "assignees",
                            models.ManyToManyField(
                                blank=True, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="card_templates",
                                to="board.board",
                            ),
                        ),
                        (
                            "labels",
                            models.ManyToManyField(blank=True, related_name="+", to="board.label"),
                        ),
                        (
                            "service_class",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="board.serviceclass",
                                verbose_name="class of service",
                            ),
                        ),
                    ],
                    options={
                        "ordering": [django.db.models.functions.text.Lower("name"), "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                models.F("board"),
                                name="a_card_template_has_a_name_of_its_own",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recurrence",
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
                        ("rule", models.CharField(max_length=200, verbose_name="rule")),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("at", models.TimeField(verbose_name="time")),
                        ("is_on", models.BooleanField(default=True, verbose_name="on")),
                        ("next_at", models.DateTimeField(editable=False, null=True)),
                        ("waits_since", models.DateTimeField(editable=False, null=True)),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recurrences",
                                to="board.board",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recurrences",
                                to="board.cardtemplate",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_on", True)),
                                fields=["next_at"],
                                name="recurring_cards_that_are_due",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecurredCard",
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
                        ("due_at", models.DateTimeField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "card",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="board.card",
                            ),
                        ),
                        (
                            "recurrence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="made",
                                to="board.recurrence",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recurrence", "due_at"),
                                name="a_recurring_card_is_made_once_for_each_time",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
