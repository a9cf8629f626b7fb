"""The URLs of services in the words that Django's settings use."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from environ import Env
from psycopg.conninfo import conninfo_to_dict

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def database(url: str) -> dict[str, Any]:
    """The NAME, USER, HOST ... of a database, read by libpq: every URL that psql takes will do."""
    options = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": options.pop("dbname", ""),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "OPTIONS": {"connect_timeout": 5} | options,
    }


def mail(url: str) -> dict[str, Any]:
    """The EMAIL_HOST, EMAIL_USE_TLS ... of a mail server, or of the files that stand for one."""
    options = {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False} | Env.email_url_config(url)
    if usual := MAIL_PORTS.get(urlsplit(url).scheme):
        options["EMAIL_BACKEND"] = "board.notices.smtp.EmailBackend"
        options["EMAIL_PORT"] = options["EMAIL_PORT"] or usual
    return options


def storage(url: str) -> dict[str, Any]:
    """The storage of attached files: of django-storages, at a server that speaks S3."""
    parts = urlsplit(url)
    scheme = "http" if parts.scheme == "s3+http" else "https"
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "endpoint_url": f"{scheme}://{parts.hostname}{port}",
            "bucket_name": parts.path.strip("/"),
            "region_name": dict(parse_qsl(parts.query)).get("region"),
            "signature_version": "s3v4",
            "addressing_style": "path",
            "file_overwrite": False,
            "default_acl": None,
        },
    }


def origin(url: str) -> list[str]:
    """The origin of a URL for a content security policy; none for a path on this site."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def cache_beside(broker_url: str) -> str:
    """The next database of the broker's Redis: emptying the cache leaves the queue alone."""
    broker = urlsplit(broker_url)
    number = int(broker.path.strip("/") or 0)
    return broker._replace(path=f"/{number + 1}").geturl()


def site(host: str, *, https: bool, port: int | None = None) -> str:
    """Where a site of this host name is, without a slash at the end; any of `.example.org` will do."""
    place = host.lstrip("*.") or "localhost"
    return f"{'https' if https else 'http'}://{place}{f':{port}' if port else ''}"
