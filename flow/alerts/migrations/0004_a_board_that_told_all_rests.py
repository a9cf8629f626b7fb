from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0003_a_letter_outlives_its_mail")]

    operations = [
        migrations.AddField(
            model_name="watch",
            name="tells_again_at",
            field=models.DateTimeField(null=True),
        ),
    ]
