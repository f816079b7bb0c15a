"""The house keeps its laws, and each law catches a planted sin."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import laws, rooms
from tests.architecture.sources import ROOT, sources

Law = Callable[[Path], list[str]]

LAWS: list[Law] = [
    laws.floors,
    laws.layers,
    laws.rooms,
    laws.late_imports,
    laws.broad_catches,
    laws.clocks,
    laws.sizes,
    laws.room_names,
    laws.job_names,
    laws.calls_up,
    laws.inline_code,
    laws.registry_names,
    laws.unnamed_codes,
    laws.bare_refusals,
    rooms.meanings,
    rooms.lonely_modules,
    rooms.filter_registries,
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_house_keeps(law: Law) -> None:
    sins = law(ROOT)
    assert not sins, "\n".join(sins)


def test_the_house_is_seen() -> None:
    seen = {source.app for source in sources(ROOT)}
    assert seen == {"config", "portfolio", "assessments", "governance", "tenants"}


LONG = "    pass\n"
TASK = "from celery import shared_task\n@shared_task(name='a.b')\ndef b():\n"

SINS: list[tuple[Law, str, str]] = [
    (laws.floors, "tenants/x.py", "import governance.models"),
    (laws.floors, "governance/law/services.py", "from portfolio.cap.models import Slot"),
    (laws.floors, "assessments/uses/rules.py", "from config import settings"),
    (laws.layers, "governance/law/rules.py", "from governance.law.models import Triage"),
    (laws.layers, "governance/law/rules/x.py", "from governance.law import services"),
    (laws.layers, "governance/law/models.py", "from governance.keys.services import do"),
    (laws.layers, "governance/law/services.py", "from governance.law import forms"),
    (laws.layers, "governance/law/views.py", "from governance.keys.views import page"),
    (laws.layers, "governance/keys/services.py", "from governance.law.services import do"),
    (laws.layers, "portfolio/cap/services.py", "from governance.keys.views import y"),
    (laws.layers, "portfolio/cap/services.py", "from assessments.uses.forms import y"),
    (laws.layers, "portfolio/cap/services.py", "import tenants.accounts.views"),
    (laws.rooms, "governance/charter/rules.py", "X = 1"),
    (laws.rooms, "governance/__init__.py", "FEATURES = ('keys', 'law', 'charter')"),
    (laws.late_imports, "tenants/x.py", "def f():\n    import os"),
    (laws.late_imports, "tenants/x.py", "class A:\n    def f(self):\n        from os import path"),
    (laws.broad_catches, "tenants/x.py", "try:\n    f()\nexcept Exception:\n    pass"),
    (laws.broad_catches, "tenants/x.py", "try:\n    f()\nexcept (KeyError, Exception):\n    pass"),
    (laws.broad_catches, "tenants/x.py", "try:\n    f()\nexcept:\n    pass"),
    (laws.clocks, "governance/law/rules.py", "date.today()"),
    (laws.clocks, "governance/law/services.py", "timezone.now()"),
    (laws.clocks, "governance/law/selectors.py", "Member.objects.filter(left_at__lt=Now())"),
    (laws.sizes, "tenants/x.py", "x = 1\n" * 401),
    (laws.sizes, "tenants/x.py", "def f():\n" + LONG * 60),
    (laws.sizes, "tenants/accounts/views.py", "def page(request):\n" + LONG * 16),
    (laws.sizes, "tenants/accounts/api.py", "class A:\n  def get(self, request):\n" + LONG * 16),
    (laws.sizes, "tenants/accounts/tasks.py", "def work():\n    '''Done.'''\n" + LONG * 6),
    (laws.sizes, "templates/x.html", "<p>\n" * 121),
    (laws.sizes, "templates/emails/x.txt", "x" * 141),
    (laws.room_names, "governance/utils.py", ""),
    (laws.room_names, "governance/law/helpers.py", ""),
    (laws.room_names, "portfolio/core/x.py", ""),
    (laws.job_names, "tenants/accounts/services.py", "enqueue('a.c')"),
    (laws.job_names, "tenants/accounts/services.py", "JOB = 'a.c'\nset_due(job=JOB, due_at=None)"),
    (laws.job_names, "tenants/accounts/services.py", "bring_forward(job='a.c', due_at=now)"),
    (laws.job_names, "tenants/accounts/services.py", "enqueue(name_known_later)"),
    (laws.job_names, "config/celery.py", "SCHEDULE = {'x': {'task': 'a.c', 'schedule': 1}}"),
    (laws.calls_up, "tenants/jobs.py", "flush = import_string(settings.BEFORE_COMMIT)"),
    (laws.calls_up, "portfolio/cap/services.py", "from portfolio.standing.services import warm"),
    (laws.inline_code, "templates/x.html", "<p style='color: red'>"),
    (laws.inline_code, "templates/x.html", "<style>p {}</style>"),
    (laws.inline_code, "templates/x.html", "<script>alert(1)</script>"),
    (laws.inline_code, "templates/x.html", "<button onclick='x()'>"),
    (laws.inline_code, "templates/x.html", "<a href='javascript:x()'>"),
    (laws.inline_code, "templates/x.html", "{{ text|safe }}"),
    (laws.inline_code, "tenants/x.py", "mark_safe(text)"),
    (laws.unnamed_codes, "portfolio/cap/services.py", "raise Refused('late', cap=3)"),
    (laws.unnamed_codes, "portfolio/cap/rules.py", "CODE = 'late'\nRefusal(code=CODE)"),
    (laws.bare_refusals, "tests/x.py", "with pytest.raises(Refused, match='late'):\n    f()"),
    (laws.bare_refusals, "tests/x.py", "with raises((KeyError, NotFound)) as told:\n    f()"),
    (laws.bare_refusals, "tests/x.py", "pytest.raises(errors.DomainError, f)"),
    (rooms.meanings, "portfolio/cap/forms.py", "class Plot:\n    pass"),
    (rooms.meanings, "portfolio/cap/rules.py", "class A:\n  class Plot:\n    pass"),
    (rooms.lonely_modules, "governance/keys/services.py", "from governance.keys.odd import f"),
    (rooms.lonely_modules, "tenants/companies/plots.py", "from tenants.companies.odd import f"),
    (rooms.filter_registries, "governance/keys/words.py", "register.filters['money'](1)"),
    (rooms.filter_registries, "governance/keys/words.py", "library.tags.get('money')"),
    (rooms.filter_registries, "config/x.py", "engine.template_libraries"),
    (laws.registry_names, "README.md", "see https://" + laws.REGISTRIES[0]),
]


@pytest.mark.parametrize(
    ("law", "path", "text"), SINS, ids=[f"{law.__name__}-{n}" for n, (law, _, _) in enumerate(SINS)]
)
def test_a_planted_sin_is_caught(law: Law, path: str, text: str, tmp_path: Path) -> None:
    plant(tmp_path, "tenants/companies/tasks.py", TASK + "    '''Done.'''\n    work()\n")
    build(tmp_path)
    assert law(tmp_path) == []
    plant(tmp_path, path, text)
    assert len(law(tmp_path)) == 1


def test_what_is_allowed_is_no_sin(tmp_path: Path) -> None:
    plant(tmp_path, "tenants/companies/tasks.py", TASK + "    work()\n")
    plant(
        tmp_path,
        "governance/law/services.py",
        "from tenants.accounts.services import z\nJOB = 'a.b'",
    )
    plant(
        tmp_path,
        "portfolio/cap/services.py",
        "from governance.law.services import JOB\nfrom tenants.jobs import enqueue\nenqueue(JOB)",
    )
    plant(tmp_path, "portfolio/cap/views.py", "from django.utils import timezone\ntimezone.now()")
    plant(tmp_path, "templates/x.html", "<script src='/static/x.js'></script>{% block style %}")
    assert [sin for law in LAWS for sin in law(tmp_path)] == []


def test_codes_and_names_are_found_where_they_stand(tmp_path: Path) -> None:
    plant(tmp_path, "portfolio/cap/services.py", "raise Refused('cap_reached', cap=3)")
    plant(tmp_path, "portfolio/cap/rules.py", "CODE = 'late'\nRefusal(code=CODE, facts={})")
    plant(tmp_path, "templates/x.html", "<a href=\"{% url 'nowhere' x %}\">")
    assert set(laws.error_codes(tmp_path)) == {"cap_reached", "late"}
    assert set(laws.url_names_in_templates(tmp_path)) == {"nowhere"}


NAMING = [
    ("with refused('late', cap=3):\n    f()", True),
    ("assert (answer.status_code, answer.json()['code']) == (409, 'late')", True),
    ("@pytest.mark.parametrize('code', ['late'])\ndef test_it(code):\n    pass", True),
    ("# refused('late')", False),
    ("def test_it():\n    'refused: late'\n    explain(Refused('late'))", False),
    ("LATE = 'late'", False),
]


@pytest.mark.parametrize(("text", "names"), NAMING)
def test_a_code_is_named_where_it_is_asserted(text: str, names: bool, tmp_path: Path) -> None:
    build(tmp_path)
    plant(tmp_path, "portfolio/cap/services.py", "raise Refused('late')")
    plant(tmp_path, "tests/portfolio/cap/test_cap.py", text)
    assert (laws.unnamed_codes(tmp_path) == []) is names


def test_what_may_stand_alone_is_no_sin(tmp_path: Path) -> None:
    build(tmp_path)
    told = {
        "governance/keys/views.py": "from governance.keys.odd import f",
        "tenants/companies/plots.py": "from tenants.companies import odd",
        "tenants/companies/seeds.py": "from tenants.companies.long import f",
        "tenants/companies/long.py": "x = 1\n" * 400,
        "portfolio/cap/forms.py": "class A:\n    class Meta:\n        pass",
        "portfolio/cap/rules.py": "class B:\n    class Meta:\n        pass",
    }
    for path, text in told.items():
        plant(tmp_path, path, text)
    assert [sin for law in LAWS for sin in law(tmp_path)] == []


def build(root: Path) -> None:
    """A small house: its features, and the order in which they may know each other."""
    plant(root, "assessments/uses/models.py", "class Plot:\n    pass")
    for path in ("governance/keys/odd.py", "tenants/companies/odd.py"):
        plant(root, path, "def f():\n    pass")
    house = {"governance": ("keys", "law"), "portfolio": ("cap",), "assessments": ("uses",)}
    for app, names in {**house, "tenants": ("accounts", "companies")}.items():
        plant(root, f"{app}/__init__.py", f"FEATURES = {names}")
        for name in names:
            plant(root, f"{app}/{name}/__init__.py", "")


def plant(root: Path, path: str, text: str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
