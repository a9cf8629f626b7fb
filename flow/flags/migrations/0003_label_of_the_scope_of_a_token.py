from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("flags", "0002_silence_and_the_daily_look"),
    ]

    operations = [
        migrations.AlterField(
            model_name="flagtoken",
            name="scope",
            field=models.CharField(
                choices=[("all", "everything that I may do"), ("look", "view only")],
                db_default="all",
                default="all",
                max_length=4,
            ),
        ),
    ]
