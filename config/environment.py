"""Typed readers of the environment: a wrong value gives one sentence, with its remedy."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
DATABASE_SCHEMES = ("postgresql", "postgres")
REDIS_SCHEMES = ("redis", "rediss", "redis+socket", "unix")
SHORTEST_KEY, FEWEST_SIGNS = 50, 10
# What a key that was copied from a page, or left as it was delivered, says of itself.
PLACEHOLDERS = re.compile(
    r"insecure|example|change.?me|replace|placeholder|default|secret|never-served|test.?suite"
    r"|(.)\1{7}",
    re.IGNORECASE,
)
KEY_REMEDY = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))' makes a good one."


def env_str(name: str, default: str = "", *, choices: tuple[str, ...] = ()) -> str:
    """The text of the variable; one of `choices` where some are given."""
    value = os.environ.get(name, default)
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to one of {', '.join(choices)}.")
    return value


def env_int(
    name: str, default: int, *, minimum: int | None = None, maximum: int | None = None
) -> int:
    """The whole number in the variable, within its bounds; empty counts as not set."""
    raw = os.environ.get(name, "").strip()
    try:
        value = int(raw) if raw else default
    except ValueError:
        value = None
    below = value is not None and minimum is not None and value < minimum
    above = value is not None and maximum is not None and value > maximum
    if value is None or below or above:
        wanted = f"a whole number{_bounds(minimum, maximum)}"
        raise ImproperlyConfigured(f"{name} is {raw!r}: set it to {wanted}, such as {default}.")
    return value


def _bounds(minimum: int | None, maximum: int | None) -> str:
    if minimum is not None and maximum is not None:
        return f" from {minimum} to {maximum}"
    if minimum is not None:
        return f" of {minimum} or more"
    return f" of {maximum} or less" if maximum is not None else ""


def env_bool(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off and the empty text."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value in TRUE or value in FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is {raw!r}: set it to true or false.")


def env_url(name: str, default: str = "", *, schemes: tuple[str, ...]) -> str:
    """The address in the variable or in the file that NAME_FILE points to, with a known scheme."""
    value = env_secret(name) or default
    if value and urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} is {without_password(value)!r}: begin it with {schemes[0]}://."
        )
    return value


def env_secret(name: str) -> str:
    """The value of NAME, or the content of the file that NAME_FILE points to."""
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return env_str(name)
    try:
        return Path(file).read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"{name}_FILE is {file!r}, which cannot be read as text: "
            f"correct the path or its rights, or set {name} instead."
        ) from None


def env_keys(name: str) -> list[str]:
    """The signing keys in the variable, parted by commas; none where it is not set.

    ImproperlyConfigured for one that can be guessed: whoever knows it signs in as anybody.
    """
    keys = [key.strip() for key in env_secret(name).split(",") if key.strip()]
    for key in keys:
        if fault := key_fault(key):
            raise ImproperlyConfigured(f"{name} {fault}: {KEY_REMEDY}")
    return keys


def key_fault(key: str) -> str:
    """Why that text is no signing key; empty for a good one."""
    if not key:
        return "is not set"
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS:
        return f"can be guessed (it needs {SHORTEST_KEY} random characters or more)"
    return "is an example, which everybody knows" if PLACEHOLDERS.search(key) else ""


def without_password(url: str) -> str:
    """The address with its password hidden, fit for a message."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    credentials, _, host = parts.netloc.rpartition("@")
    user, colon, _ = credentials.partition(":")
    return parts._replace(netloc=f"{user}{colon and ':***'}@{host}").geturl()


def database_url(url: str, *, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's settings for postgresql://user:password@host:port/name?sslmode=…, sockets included.

    A socket folder is given as ?host=/folder or as a percent-encoded host.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} holds a port that is not a number: correct it, such as :5432."
        ) from None
    if parts.scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            f"{name} is {without_password(url)!r}: begin it with postgresql://."
        )
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} is {without_password(url)!r}: end it with the database's name, "
            "such as postgresql://user:password@host:5432/capitaine."
        )
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": options.pop("user", "") or unquote(parts.username or ""),
        "PASSWORD": options.pop("password", "") or unquote(parts.password or ""),
        "HOST": host,
        "PORT": options.pop("port", "") or (str(port) if port else ""),
        "OPTIONS": options,
    }


def broker_url(redis_url: str) -> str:
    """The same Redis server as the job queue's library writes it (unix:// becomes redis+socket://)."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    query = dict(parse_qsl(parts.query))
    virtual_host = f"?virtual_host={query['db']}" if "db" in query else ""
    return f"redis+socket://{parts.netloc}{parts.path}{virtual_host}"


def cache_url(redis_url: str) -> str:
    """The same Redis server as redis-py writes it (redis+socket:// becomes unix://)."""
    parts = urlsplit(redis_url)
    if parts.scheme != "redis+socket":
        return redis_url
    query = dict(parse_qsl(parts.query))
    database = f"?db={query['virtual_host']}" if "virtual_host" in query else ""
    return f"unix://{parts.netloc}{parts.path}{database}"
