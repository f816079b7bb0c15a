"""What leaves comes in again as it was: here, and in a company that has nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.register.models import RegisterEntry, RegisterEvent
from governance.register.selectors import EntryFilter, entries
from governance.register.services.entries import record_entry
from governance.register.services.tables import import_table, list_columns
from portfolio.cap.selectors import lock_portfolio
from portfolio.exports.selectors import initiative_lines
from portfolio.exports.words import INITIATIVES
from portfolio.imports.choices import ImportState
from portfolio.imports.models import TableImport
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import add_proposals
from portfolio.likeness.models import Likeness
from portfolio.objectives.models import Objective
from tenants.ids import uuid7
from tenants.tables.rules.writing import FileForm, written
from tenants.texts import cleaned, folded
from tenants.transactions import use_case
from tests.portfolio.imports.scene import act_of, sent
from tests.portfolio.scene import TODAY

pytestmark = pytest.mark.django_db
BOTH = [(form, language) for form in FileForm for language in ("fr", "en")]
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("=+-@'\";,\t\n|%€0123456789.,_x \u00a0\u202f＝éßœ"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=24,
)
FIGURE = st.decimals(-99_999, 99_999, places=3, allow_nan=False)
EUROS = st.decimals(1, 9_999_999, places=2, allow_nan=False)


def said(text: str) -> str:
    return cleaned(text).strip()


@st.composite
def ideas(draw):
    """One idea as a company may hold it, with or without an objective."""
    title = draw(NASTY.map(said).filter(lambda one: folded(one) != ""))
    row = {
        "title": title,
        "summary": said(draw(NASTY)),
        "situation": said(draw(NASTY)),
        "beneficiaries": said(draw(NASTY)),
        "benefit": draw(st.sampled_from(["time", "quality"])),
        "external_ref": f"R{uuid7().hex}",
        "budget": draw(st.none() | EUROS),
    }
    if not (row["beneficiaries"] and draw(st.booleans())):
        return row, None
    low = draw(FIGURE)
    objective = {
        "kpi": draw(NASTY.map(said).filter(bool)),
        "unit": draw(NASTY.map(said).filter(bool))[:20].strip() or "j",
        "direction": "up",
        "benefit": row["benefit"],
        "beneficiaries": row["beneficiaries"],
        "baseline": low,
        "baseline_on": TODAY - timedelta(days=draw(st.integers(0, 300))),
        "target": draw(st.none() | st.just(low + Decimal("1.234"))),
        "target_on": draw(st.none() | st.just(TODAY + timedelta(days=90))),
        "monthly_value": draw(st.none() | EUROS),
    }
    return row, objective


def out(form: FileForm, language: str) -> bytes:
    with translation.override(language):
        return written(INITIATIVES, initiative_lines(), form=form, language=language)


def emptied() -> None:
    """The company has no initiative any more: for a test, as no service would."""
    TableImport.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portfolio_tranche")
    Objective.objects.all().delete()
    Likeness.objects.all().delete()
    Initiative.objects.all().delete()


@pytest.mark.parametrize(("form", "language"), BOTH)
def test_initiatives_come_back_as_they_left(acme, form, language):
    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(ideas(), min_size=1, max_size=6))
    def trip(made):
        emptied()
        act = act_of(acme)
        with use_case():
            rows = add_proposals(act, lock_portfolio(), [idea for idea, _ in made])
            Objective.objects.bulk_create(
                Objective(initiative=row, position=1, **objective)
                for row, (_, objective) in zip(rows, made, strict=True)
                if objective
            )
        before = out(form, language)
        here = sent(acme, before, language=language, writes=True)
        assert (here.state, here.new, here.faults) == (ImportState.WRITTEN, 0, [])
        assert out(form, language) == before
        emptied()
        there = sent(acme, before, language=language, writes=True)
        assert (there.state, there.new, there.faults) == (ImportState.WRITTEN, len(made), [])
        assert out(form, language) == before

    trip()


def register_out(form: FileForm, language: str) -> bytes:
    rows = sorted(entries(EntryFilter()), key=lambda row: row.external_ref)
    return written(list_columns(), rows, form=form, language=language)


@st.composite
def uses(draw):
    """An entry of the register with texts, figures and days."""
    texts = ("vendor", "condition", "never", "data_note", "exit_note")
    return {
        "tool": draw(NASTY.map(said).filter(bool)),
        **{name: said(draw(NASTY)) for name in texts},
        "cost_year": draw(st.none() | EUROS),
        "seats": draw(st.none() | st.integers(0, 9_999)),
        "contract_ends": draw(st.none() | st.dates(date(2020, 1, 1), date(2035, 12, 31))),
    }


@pytest.mark.parametrize(("form", "language"), BOTH)
def test_the_register_comes_back_as_it_left(acme, form, language):
    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(uses(), min_size=1, max_size=6))
    def trip(made):
        RegisterEvent.objects.all().delete()
        RegisterEntry.objects.all().delete()
        act, is_french = act_of(acme), language == "fr"
        for number, one in enumerate(made):
            row = record_entry(act, values=one)
            RegisterEntry.objects.filter(id=row.id).update(external_ref=f"R{number}")
        before = register_out(form, language)
        assert import_table(act, given=before, is_french=is_french).written == 0
        assert register_out(form, language) == before
        RegisterEvent.objects.all().delete()
        RegisterEntry.objects.all().delete()
        assert import_table(act, given=before, is_french=is_french).written == len(made)
        assert register_out(form, language) == before

    trip()
