#!/usr/bin/env python3
"""Run a management command of Capitaine."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    try:
        from config.serving import run_or_exit

        run_or_exit(sys.argv[1] if sys.argv[1:] else "help")
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(f"{wrong}")
    except OperationalError as away:
        # What the server itself refuses has a state; without one it could not be reached.
        if getattr(away.__cause__, "sqlstate", None):
            raise
        sys.exit(f"The database does not answer: {str(away).splitlines()[0]}")
