"""`python -m tests.releases`: the file of this version, once it is released."""

import importlib
import os
import sys

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    importlib.import_module("tests.servers")
    django.setup()
    kept = importlib.import_module("tests.releases.kept")
    if "dev" in kept.version():
        sys.exit(f"{kept.version()} is no release: name it in pyproject.toml first.")
    print(kept.keep())


if __name__ == "__main__":
    main()
