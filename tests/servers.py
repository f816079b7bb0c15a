"""Loaded before the settings: the suite's own servers, unless some are named.

`TEST_DATABASE_ADMIN_URL` (a role that may create databases and roles) and `REDIS_URL` name
servers that already run; otherwise embedded ones start in a throw-away folder. Processes that
share the work have a database of their own on either server.
"""

import atexit
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("EMAIL_HOST", "localhost")
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))

if "TEST_DATABASE_ADMIN_URL" not in os.environ:
    from config.embedded.servers import EmbeddedServers

    folder = tempfile.TemporaryDirectory(prefix="capitaine-test-")
    servers = EmbeddedServers(Path(folder.name), durable=False)
    servers.start()
    atexit.register(folder.cleanup)
    atexit.register(servers.delete)
    os.environ["TEST_DATABASE_ADMIN_URL"] = servers.database_admin_url
    os.environ["DATABASE_URL"] = servers.database_url
    os.environ["OWNER_URL"] = servers.database_owner_url
    os.environ["REDIS_URL"] = servers.redis_url


def own_queue(url: str, number: int) -> str:
    """The same queue server, another of its databases."""
    parts = urlsplit(url)
    if parts.scheme == "redis+socket":
        return f"{parts.scheme}://{parts.path}?virtual_host={number}"
    if parts.scheme == "unix":
        return f"{parts.scheme}://{parts.path}?db={number}"
    return parts._replace(path=f"/{number}").geturl()


if "PYTEST_XDIST_WORKER" in os.environ:
    worker = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    os.environ["REDIS_URL"] = own_queue(os.environ["REDIS_URL"], 10 + worker % 6)
