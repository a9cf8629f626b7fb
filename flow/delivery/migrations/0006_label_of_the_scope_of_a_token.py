from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0005_a_deployment_has_named_commits"),
    ]

    operations = [
        migrations.AlterField(
            model_name="repositorytoken",
            name="scope",
            field=models.CharField(
                choices=[("all", "everything that I may do"), ("look", "view only")],
                db_default="all",
                default="all",
                max_length=4,
            ),
        ),
    ]
