"""The WSGI application."""

import multiprocessing
import signal

from django.core.wsgi import get_wsgi_application

from config.serving import read_settings_or_exit, serve_or_exit
from tenants.leash import follow_parent

if (master := multiprocessing.parent_process()) is not None:
    # A worker of a server that was killed would go on holding the port.
    follow_parent(signal.SIGKILL, parent=master.pid)
read_settings_or_exit(patience="page")
serve_or_exit()
application = get_wsgi_application()
