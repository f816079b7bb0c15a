"""Settings, addresses, middleware, the frame of every page, the one command, the demo."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
