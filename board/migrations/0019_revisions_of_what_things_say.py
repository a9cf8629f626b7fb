from django.db import migrations, models

THINGS = ["board", "card", "column", "label", "lane", "serviceclass"]


class Migration(migrations.Migration):
    """A column with a constant default and without a check: no table is rewritten or read.

    The default stays in the database, so that processes of the version before can go on writing.
    """

    dependencies = [
        ("board", "0018_the_audit_trail"),
    ]

    operations = [
        migrations.AddField(
            model_name=thing,
            name="revision",
            field=models.IntegerField(db_default=1, default=1, editable=False),
        )
        for thing in THINGS
    ]
