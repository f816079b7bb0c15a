"""The WSGI application."""

import multiprocessing
import os
import signal

from django.core.wsgi import get_wsgi_application

from config.serving import serve_or_exit
from tenants.leash import follow_parent

os.environ.setdefault("DATABASE_PATIENCE", "page")
if (master := multiprocessing.parent_process()) is not None:
    # A worker of a server that was killed would go on holding the port.
    follow_parent(signal.SIGKILL, parent=master.pid)
serve_or_exit()
application = get_wsgi_application()
