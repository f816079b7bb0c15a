"""`python -m config.embedded <folder>`: the servers run, and their addresses are printed."""

import argparse
import shlex
import sys
from pathlib import Path
from time import monotonic

from config.embedded.servers import EmbeddedServers
from config.processes import CannotStart, interrupt_on_signals, pause
from config.watching import KeepsDying


def main(arguments: list[str]) -> int:
    """The servers ran until a signal; the exit code is 2 when they could not start."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded")
    parser.add_argument("folder", type=Path, help="where the servers keep their data")
    parser.add_argument("--throw-away", action="store_true", help="do not wait for the disk")
    parser.add_argument("--delete", action="store_true", help="delete the servers' data and end")
    options = parser.parse_args(arguments)
    servers = EmbeddedServers(options.folder, durable=not options.throw_away)
    interrupt_on_signals()
    try:
        if options.delete:
            servers.delete()
            return 0
        with servers:
            return _stay(servers)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _stay(servers: EmbeddedServers) -> int:
    for name, url in (
        ("DATABASE_URL", servers.database_url),
        ("DATABASE_OWNER_URL", servers.database_owner_url),
        ("DATABASE_ADMIN_URL", servers.database_admin_url),
        ("REDIS_URL", servers.redis_url),
    ):
        print(f"export {name}={shlex.quote(url)}")
    sys.stdout.flush()
    while True:
        for one in servers.kept:
            try:
                said = one.look(monotonic())
            except KeepsDying as error:
                print(error, file=sys.stderr)
                return 1
            if said is not None:
                print(said, file=sys.stderr)
        pause(0.3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
