from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("board", "0030_open_cards_that_are_due"),
        ("delivery", "0002_versions_of_repositories"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="build",
            index=models.Index(
                condition=models.Q(("status", "succeeded")),
                fields=["repository", "finished_at"],
                name="green_builds_by_time",
            ),
        ),
        AddIndexConcurrently(
            model_name="build",
            index=models.Index(
                condition=models.Q(("status", "succeeded"), _negated=True),
                fields=["repository", "finished_at"],
                name="red_builds_by_time",
            ),
        ),
        AddIndexConcurrently(
            model_name="change",
            index=GinIndex(fields=["reverts"], name="changes_by_what_they_revert"),
        ),
        AddIndexConcurrently(
            model_name="change",
            index=models.Index(
                condition=models.Q(("parent", ""), _negated=True),
                fields=["repository", "parent"],
                name="changes_by_their_parent",
            ),
        ),
        AddIndexConcurrently(
            model_name="deployment",
            index=models.Index(fields=["repository", "sha"], name="deployments_by_commit"),
        ),
        AddIndexConcurrently(
            model_name="deployment",
            index=GinIndex(fields=["told"], name="deployments_by_what_they_name"),
        ),
        AddIndexConcurrently(
            model_name="push",
            index=GinIndex(fields=["shas"], name="pushes_by_their_commits"),
        ),
        AddIndexConcurrently(
            model_name="push",
            index=models.Index(fields=["repository", "before"], name="pushes_by_what_was_before"),
        ),
        AddIndexConcurrently(
            model_name="push",
            index=models.Index(
                condition=models.Q(("gone", ""), _negated=True),
                fields=["repository", "gone"],
                name="pushes_that_took_away",
            ),
        ),
    ]
