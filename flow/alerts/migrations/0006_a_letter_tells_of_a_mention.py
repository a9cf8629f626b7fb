import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

INDEX = """
    CREATE UNIQUE INDEX CONCURRENTLY a_person_gets_a_digest_once_a_day
    ON alerts_letter (board_id, person_id, day) WHERE why = 'digest'
"""
FORMER = """
    CREATE UNIQUE INDEX CONCURRENTLY a_person_gets_one_digest_a_day
    ON alerts_letter (board_id, person_id, day) WHERE alert_id IS NULL
"""


def nothing(apps, schema_editor):
    """Letters of mentions come with this release."""


def forget_mentions(apps, schema_editor):
    """The older rule takes every letter without an alert for a digest."""
    apps.get_model("alerts", "Letter").objects.filter(why="mention").delete()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("alerts", "0005_alerts_about_pages"),
        ("board", "0028_a_text_mentions_members"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="mention",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="board.mention",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="why",
            field=models.CharField(
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
        AddIndexConcurrently(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("mention__isnull", False)),
                fields=["mention"],
                name="letters_of_a_mention",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    INDEX, "DROP INDEX CONCURRENTLY a_person_gets_a_digest_once_a_day"
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="letter",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("why", "digest")),
                        fields=("board", "person", "day"),
                        name="a_person_gets_a_digest_once_a_day",
                    ),
                )
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL("DROP INDEX CONCURRENTLY a_person_gets_one_digest_a_day", FORMER)
            ],
            state_operations=[
                migrations.RemoveConstraint(
                    model_name="letter",
                    name="a_person_gets_one_digest_a_day",
                )
            ],
        ),
        migrations.RunPython(nothing, forget_mentions),
    ]
