"""The faults that are tried are faults, and their outcome is told truly."""

import ast
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.mutants.__main__ import report
from tests.mutants.mutations import all_mutants, sample
from tests.mutants.rings import rings

RULE = '''"""Says 3."""
LIMIT = 3


def refusal(*, on: "int" = 1, names: list[str]) -> str | None:
    """One line."""
    if not names and on < LIMIT:
        raise Refused("café", left=LIMIT - on)
    return names[0] if "é" in names or on else None
'''
FAULTS = [
    ("deleted raise", "pass"),
    ("and for or", """(("é" in names) and (on))"""),
    ("comparison shifted", "(on <= LIMIT)"),
    ("comparison shifted", '("é" not in names)'),
    ("negated condition", "(not (not names and on < LIMIT))"),
    ("negated condition", '(not ("é" in names or on))'),
    ("off by one", "1"),
    ("off by one", "2"),
    ("off by one", "4"),
    ("or for and", "((not names) or (on < LIMIT))"),
    ("returned nothing", "return None"),
]


def test_each_fault_of_a_rule_is_another_program(tmp_path: Path) -> None:
    path = tmp_path / "portfolio/cap/rules.py"
    path.parent.mkdir(parents=True)
    path.write_text(RULE, "utf-8")
    (tmp_path / "portfolio/cap/views.py").write_text(RULE, "utf-8")
    mutants = all_mutants(tmp_path)
    assert sorted((one.kind, one.new) for one in mutants) == sorted(FAULTS)
    programs = {ast.dump(ast.parse(one.applied(RULE))) for one in mutants}
    assert len(programs | {ast.dump(ast.parse(RULE))}) == len(FAULTS) + 1


def test_the_sample_is_the_same_for_the_same_seed_and_valid_python() -> None:
    mutants = all_mutants(ROOT)
    chosen = sample(mutants, seed=7, count=200)
    assert chosen == sample(mutants, seed=7, count=200) != sample(mutants, seed=8, count=200)
    assert len({one.kind for one in chosen}) == 8
    for one in chosen:
        text = (ROOT / one.path).read_text("utf-8")
        assert ast.dump(ast.parse(one.applied(text))) != ast.dump(ast.parse(text)), one


def test_the_nearest_tests_come_first_and_each_once() -> None:
    assert rings(ROOT, "portfolio/money/rules.py")[0][0] == ["tests/portfolio/money/test_money.py"]
    near, far = rings(ROOT, "portfolio/money/services/lines.py")
    assert "tests/portfolio/money/test_money_services.py" in near[0]
    assert "tests/portfolio/reviews/test_reviews.py" in near[1]
    assert "tests/portfolio/cap/test_cap.py" in far
    every = [one for ring in [*near, far] for one in ring]
    assert len(every) == len(set(every))


def test_more_than_one_in_twenty_alive_is_too_many(tmp_path: Path, capsys) -> None:
    mutants = sample(all_mutants(ROOT), seed=7, count=40)
    seen = {str(one): "tests/x.py::test_it" for one in mutants}
    two, three = (seen | dict.fromkeys(list(seen)[:most], "") for most in (2, 3))
    assert [report(mutants, outcomes) for outcomes in (seen, two, three)] == [0, 0, 1]
    assert capsys.readouterr().out.count("SURVIVES") == 5
