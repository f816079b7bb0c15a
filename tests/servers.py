"""Loaded before the settings: the suite's own servers, unless some are named.

`TEST_DATABASE_ADMIN_URL` (a role that may create databases and roles) and `REDIS_URL` name
servers that already run; otherwise embedded ones start in a throw-away folder.
"""

import atexit
import os
import tempfile
from pathlib import Path

os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("SECRET_KEY", "a-key-for-the-test-suite-" + "x" * 40)

if "TEST_DATABASE_ADMIN_URL" not in os.environ:
    from config.embedded import EmbeddedServers

    folder = tempfile.TemporaryDirectory(prefix="capitaine-test-")
    servers = EmbeddedServers(Path(folder.name), durable=False)
    servers.start()
    atexit.register(folder.cleanup)
    atexit.register(servers.delete)
    os.environ["TEST_DATABASE_ADMIN_URL"] = servers.database_admin_url
    os.environ["DATABASE_URL"] = servers.database_url
    os.environ["OWNER_URL"] = servers.database_owner_url
    os.environ["REDIS_URL"] = servers.redis_url
