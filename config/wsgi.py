"""The WSGI application."""

import multiprocessing
import os
import signal

from django.core.wsgi import get_wsgi_application

from tenants.leash import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_PATIENCE", "page")
if (master := multiprocessing.parent_process()) is not None:
    # A worker of a server that was killed would go on holding the port.
    follow_parent(signal.SIGKILL, parent=master.pid)
application = get_wsgi_application()
