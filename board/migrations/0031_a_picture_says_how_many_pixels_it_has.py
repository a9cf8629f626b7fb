from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("board", "0030_open_cards_that_are_due")]

    operations = [
        migrations.AddField(
            "attachment", "pixels", models.PositiveBigIntegerField(db_default=0, null=True)
        )
    ]
