"""`python -m tests.recording record FOLDER`, `… compare OLD NEW [--meant FILE] [--spaces]`.

What the product shows, page by page, before and after a change that should change nothing.
"""

import argparse
import importlib
import os
import tempfile
from hashlib import sha512

import django
from django.conf import settings

from tests.recording import compare


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.recording", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("record", help="ask everything and write it down")
    one.add_argument("folder")
    one.add_argument(
        "--only", default="", help="read only the routes whose name matches, write nothing"
    )
    two = commands.add_parser("compare", help="say each difference once; ends with 1 if any")
    two.add_argument("old")
    two.add_argument("new")
    two.add_argument("--meant", help="a file of lines `regular expression  # reason`")
    two.add_argument("--spaces", action="store_true", help="white space between tags counts too")
    given = parser.parse_args()
    if given.command == "compare":
        compare.run(given.old, given.new, given.meant, spaces=given.spaces)
        return
    with tempfile.TemporaryDirectory(prefix="capitaine-recording-") as var:
        os.environ |= {"CAPITAINE_DEMO": "1", "CAPITAINE_VAR": var}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ["SECRET_KEY"] = sha512(b"signed alike in every recording").hexdigest()
        # The servers first, then the clock, then Django: each takes what stands there by then.
        importlib.import_module("tests.servers")
        clock = importlib.import_module("tests.recording.frozen").freeze()
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        django.setup()
        importlib.import_module("tests.recording.session").record(given.folder, clock, given.only)


if __name__ == "__main__":
    main()
