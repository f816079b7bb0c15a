"""A supervisor whose processes only sleep: `python -m tests.config.standin <folder>`.

Its preparation ends with the exit code in STANDIN_PREPARED, its upgrade with STANDIN_UPGRADED.
"""

import sys
from pathlib import Path

from config.children import ProcessRole
from config.processes import CannotStart
from config.startup import read_options
from config.supervisor import Supervisor

MANAGE = """
import os, sys
given = {"prepare": "STANDIN_PREPARED", "migrate_all": "STANDIN_UPGRADED"}.get(sys.argv[1], "")
sys.exit(int(os.environ.get(given, "64" if sys.argv[1] == "prepare" else "0")))
"""
SLEEP = "import time; time.sleep(600)"


class StandIn(Supervisor):
    """The real servers and the real watch, without the product's own processes."""

    def _start_roles(self) -> None:
        for name in ("web", "worker"):
            self._keep(ProcessRole(name, [sys.executable, "-c", SLEEP, name], name))


def main(folder: Path) -> int:
    """A project with nothing to prepare runs in that folder."""
    (folder / "manage.py").write_text(MANAGE)
    data_dir = folder / "var"
    try:
        return StandIn(
            base_dir=folder, data_dir=data_dir, options=read_options(), out=sys.stdout
        ).run()
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
