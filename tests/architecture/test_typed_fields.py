"""A number or a day that a person types goes through the one reader, in a plain text field."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

OWN_READING = {
    *("IntegerField", "DecimalField", "FloatField", "DateField", "DateTimeField"),
    *("NumberInput", "DateInput"),
}
READER = "governance/access/forms.py"
APPS = ("tenants", "governance", "assessments", "portfolio", "config")
NUMBER_INPUT = re.compile(r"""type=["']?(?:number|date)["'\s>]""")


def own_readings(root: Path) -> list[str]:
    """Fields that read by themselves, hidden ones aside, and inputs that browsers read."""
    sins = []
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if name != READER:
                sins += [f"{name}:{line}" for line in _calls(ast.parse(path.read_text()))]
    for path in sorted((root / "templates").rglob("*.html")):
        if NUMBER_INPUT.search(path.read_text()):
            sins.append(path.relative_to(root).as_posix())
    return sins


def _calls(tree: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "forms"
        and node.func.attr in OWN_READING
        and "HiddenInput" not in ast.unparse(node)
    ]


def test_every_typed_number_and_day_goes_through_the_reader() -> None:
    assert own_readings(ROOT) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("portfolio/money/forms.py", "a = forms.IntegerField(min_value=0)"),
        ("governance/keys/forms.py", "a = forms.DateField()"),
        ("tenants/accounts/forms.py", "a = forms.NumberInput()"),
        ("templates/x.html", '<input class="input" type="number">'),
        ("templates/x.html", "<input type=date>"),
    ],
)
def test_a_planted_field_is_caught(path: str, text: str, tmp_path: Path) -> None:
    for app in (*APPS, "templates"):
        (tmp_path / app).mkdir()
    assert own_readings(tmp_path) == []
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(text)
    assert len(own_readings(tmp_path)) == 1
