from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_the_columns_under_which_all_was_counted")]

    operations = [
        migrations.AddField(
            "cursor", "is_to_propose", models.BooleanField(default=False, db_default=False)
        ),
    ]
