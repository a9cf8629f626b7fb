"""A moment that is too short to be met: between the mail server's "250" and our commit."""

from django.db import connection

LOCK = 250
MADE = f"""
    CREATE FUNCTION wait_until_let_go() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock_shared({LOCK});
        RETURN NEW;
    END $$;
    CREATE TRIGGER wait_until_let_go BEFORE UPDATE ON board_notice
        FOR EACH ROW WHEN (NEW.state = 'sent') EXECUTE FUNCTION wait_until_let_go();
    SELECT pg_advisory_lock({LOCK});
"""
WAITS = f"""
    SELECT EXISTS (
        SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
        WHERE datname = current_database()
            AND locktype = 'advisory' AND objid = {LOCK} AND NOT granted
    )
"""


class HeldBack:
    """Whoever wants to say that a notice was sent waits in the database, until it is let go."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute(MADE)

    def is_awaited(self):
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            return cursor.fetchone()[0]

    def let_go(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")

    def remove(self):
        connection.close()  # which lets go too, whatever has become of it
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION wait_until_let_go CASCADE")
