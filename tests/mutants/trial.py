"""One fault at a time in a copy of the tree, and the first test that sees it."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.mutants.mutations import Mutant
from tests.mutants.rings import rings

FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?: - .*)?$", re.MULTILINE)
PYTEST = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--tb=no"]
PATIENCE = 900


class Bench:
    """A copy of the tree in which faults are tried, the worktree untouched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writes = 0
        self.sound: dict[str, bool] = {}
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in names.splitlines():
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        compiled = [sys.executable, "-m", "config.messages", "compile"]
        subprocess.run(compiled, cwd=folder, check=True, capture_output=True)

    def seen_by(self, mutant: Mutant, *, wide: bool) -> str:
        """The test that fails with the fault and passes without it; empty when it survives.

        The tests near to it are asked, or the others of its app.
        """
        path = self.folder / mutant.path
        text = path.read_text("utf-8")
        near, far = rings(self.folder, mutant.path)
        for ring in [far] if wide else near:
            while True:
                self._write(path, mutant.applied(text))
                try:
                    failed = self._first_failure(ring)
                finally:
                    self._write(path, text)
                if failed is None or self._is_sound(failed):
                    break
            if failed is not None:
                return failed
        return ""

    def _write(self, path: Path, text: str) -> None:
        """Each writing has a second of its own, so that no compiled file of before is taken."""
        self.writes += 1
        path.write_text(text, "utf-8")
        stamp = path.stat().st_mtime + self.writes
        os.utime(path, (stamp, stamp))

    def _is_sound(self, test: str) -> bool:
        """True when the test passes without any fault; one that does not is never asked again."""
        if "::" not in test or test.startswith("("):
            return True
        if test not in self.sound:
            self.sound[test] = self._first_failure([test]) is None
        return self.sound[test]

    def _first_failure(self, tests: list[str]) -> str | None:
        left_out = [f"--deselect={one}" for one, sound in self.sound.items() if not sound]
        process = subprocess.Popen(
            [*PYTEST, *left_out, *tests],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            told, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return "(never ends)"
        if process.returncode in (0, 5):
            return None
        found = FAILED.search(told)
        return found[1] if found else "(cannot be imported)"
