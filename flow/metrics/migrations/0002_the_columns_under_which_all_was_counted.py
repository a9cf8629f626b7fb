from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_the_facts_of_flow")]

    operations = [
        migrations.AddField("cursor", "steps", models.JSONField(null=True)),
    ]
