from django.db import migrations

MAKE = """
    CREATE TABLE config_cache (
        cache_key varchar(255) NOT NULL PRIMARY KEY,
        value text NOT NULL,
        expires timestamptz NOT NULL
    );
    CREATE INDEX config_cache_expires ON config_cache (expires);
"""


class Migration(migrations.Migration):
    """As `createcachetable` makes it (django.core.cache.backends.db)."""

    dependencies = []

    operations = [migrations.RunSQL(MAKE, "DROP TABLE config_cache")]
