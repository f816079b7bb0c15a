"""`make prove` says MISSED, and ends with 1, where a harness did less or saw no planted fault."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from tests import prove
from tests.proof import FOLDER, SIZES, caught, measured
from tests.prove import HARNESSES, ROOT, Harness, Seen, misses, read

TEST = """
from tests import proof

def test_it():
    done = proof.size("DATES") - {less}
    proof.measured("planted", done={{"DATES": done}}, figures={{"wrong": 2}})
    {then}
"""
CAUGHT = 'proof.caught("planted", "one day less")'
SMALL = SIZES["DATES"].small


@pytest.fixture
def harness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Harness:
    """A harness of the test's own, the only one; its file is still to be written."""
    monkeypatch.delenv("DATES", raising=False)
    # It needs none, and begins sooner without.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    found = Harness("planted", str(tmp_path / "test_it.py"), ("DATES",), ("one day less",))
    monkeypatch.setattr(prove, "HARNESSES", (found,))
    return found


def proven(harness: Harness, monkeypatch: pytest.MonkeyPatch, *, less: int, then: str) -> int:
    Path(harness.path).write_text(TEST.format(less=less, then=then), "utf-8")
    monkeypatch.setattr(sys, "argv", ["prove", "--small"])
    with pytest.raises(SystemExit) as ended:
        prove.main()
    return int(str(ended.value.code))


def test_one_that_did_all_and_caught_all_holds(harness, monkeypatch, capsys) -> None:
    assert proven(harness, monkeypatch, less=0, then=CAUGHT) == 0
    head, _, line = capsys.readouterr().out.splitlines()
    assert [cell.strip() for cell in head.split("|")] == list(prove.HEAD)
    cells = [cell.strip() for cell in line.split("|")]
    assert cells[:4] == ["planted", "500 (full 20,000)", "dates 500, wrong 2", "1 of 1"]
    assert cells[5] == "holds"


def test_one_that_fails_did_less_and_saw_no_fault_is_missed(harness, monkeypatch, capsys) -> None:
    assert proven(harness, monkeypatch, less=1, then="assert False") == 1
    why = f"a test failed; DATES: {SMALL - 1} of {SMALL}; not caught: one day less"
    assert f"MISSED ({why})" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("done", "fault", "code", "why"),
    [
        (SMALL, "one day less", 0, []),
        (SMALL - 1, "one day less", 0, [f"DATES: {SMALL - 1} of {SMALL}"]),
        (SMALL, "another", 0, ["not caught: one day less"]),
        (SMALL, "one day less", 1, ["a test failed"]),
    ],
)
def test_each_of_it_is_enough(harness, done: int, fault: str, code: int, why: list[str]) -> None:
    seen = Seen(done=Counter(DATES=done), caught={fault})
    assert list(misses(harness, seen, sizes={"DATES": SMALL}, code=code)) == why


def test_one_that_kept_nothing_is_missed(harness, tmp_path: Path) -> None:
    seen = read(tmp_path / "planted.jsonl")
    why = [f"DATES: 0 of {SMALL}", "not caught: one day less"]
    assert list(misses(harness, seen, sizes={"DATES": SMALL}, code=0)) == why


def test_each_harness_keeps_what_is_asked_of_it() -> None:
    assert {name for one in HARNESSES for name in one.sizes} == set(SIZES)
    for harness in HARNESSES:
        source = (ROOT / harness.path).read_text("utf-8")
        missing = [word for word in (*harness.sizes, *harness.faults) if f'"{word}"' not in source]
        assert (harness.name, missing) == (harness.name, [])
        assert harness.faults


def test_the_suite_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    monkeypatch.chdir(tmp_path)
    measured("dates", done={"DATES": 1})
    caught("dates", "lost day")
    assert list(tmp_path.iterdir()) == []
