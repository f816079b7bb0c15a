"""A statement says what rows prove, is kept as it was made, one page, by a link one takes back."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from governance.decisions.models import Decision
from governance.incidents.services import IncidentInput, report_incident
from governance.papers.services import print_sheet
from governance.register.services.entries import change_entry
from governance.statement.models import Statement
from governance.statement.rules import LineKind, StatementFacts, StatementUse, statement_lines
from governance.statement.selectors import link_token, statement_behind, statement_page
from governance.statement.services import close_link, make_statement, open_link, statement_sheet
from tenants.ids import uuid7
from tests.assessments.papers.paper_pages import holds, lowest, pages
from tests.governance.charter.scene import published
from tests.governance.register.scene import act_of, agent, allowed, entry
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused

pytestmark = pytest.mark.django_db
LONG = "Très long nom ici "


def facts(uses: int = 0, **more) -> StatementFacts:
    one = StatementUse(
        entry_id=uuid7(),
        tool=(LONG * 9)[:120],
        purpose=(LONG * 12)[:200],
        condition=(LONG * 20)[:300],
        data=("customers", "persons", "internal", "public"),
        owner_id=None,
        checker_id=None,
        oversight="full",
        law_class="minimal",
        classified_on=TODAY,
    )
    said = StatementFacts(
        as_of=TODAY,
        company=LONG * 4,
        law_version="2026-11-26",
        in_place=uses,
        uses=(one,) * uses,
        charter_number=None,
        charter_from=None,
        signed=0,
        signed_of=45,
        incidents_year=0,
        incidents_closed=0,
        last_incident_on=None,
        measures_year=0,
        reached=0,
        members=9,
        last_measure_on=None,
    )
    return msgspec.structs.replace(said, **more)


WHOLE = {
    "charter_number": 3,
    "charter_from": TODAY,
    "signed": 38,
    "incidents_year": 2,
    "last_incident_on": TODAY,
    "measures_year": 2,
    "reached": 8,
    "last_measure_on": TODAY,
}


def test_nothing_is_said_that_no_row_proves():
    assert statement_lines(facts()) == ()
    assert [one.kind for one in statement_lines(facts(in_place=2))] == [LineKind.NONE_OF_OTHERS]
    whole = statement_lines(facts(3, **WHOLE))
    kinds = [one.kind for one in whole]
    assert kinds == [one for one in LineKind if one is not LineKind.NONE_OF_OTHERS]
    assert all(one.on == TODAY for one in whole)
    silent = msgspec.structs.replace(facts(1).uses[0], oversight="none", law_class="")
    bare = statement_lines(msgspec.structs.replace(facts(1), uses=(silent,)))
    assert [one.kind for one in bare] == [LineKind.USES]


def test_a_statement_is_kept_as_it_was_made(acme):
    lead = act_of(acme)
    with refused("register_empty"):
        make_statement(lead, company="Ateliers Morel")
    with refused("not_in_role"):
        make_statement(act_of(acme, "contributor"), company="Ateliers Morel")
    used = entry(acme, **agent(acme))
    entry(acme, **allowed(acme))
    published(acme, lead)
    report_incident(lead, given=IncidentInput(what="a"))
    row = make_statement(lead, company="Ateliers Morel")
    change_entry(lead, entry_id=used.id, values={"tool": "Autre"})
    page = statement_page(Statement.objects.get())
    assert [one.tool for one in page.facts.uses] == ["Réponse aux clients"]
    assert (page.facts.in_place, page.facts.signed_of) == (2, 45)
    assert page.names[acme.members["contributor"].id] == "Marc Delorme"
    assert LineKind.INCIDENTS in [one.kind for one in page.lines]
    assert Decision.objects.get(verdict="make_statement").facts["number"] == 1
    assert make_statement(lead, company="x").number == 2
    for statement in (
        "UPDATE governance_statement SET number = 9",
        "UPDATE governance_statement SET facts = '{}'",
        "DELETE FROM governance_statement",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(id=row.id).update(link_closed_at=at(TODAY))
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.create(
            number=0, facts=facts(), made_at=at(TODAY), made_by_id=row.made_by_id, token_hash=b"x"
        )


def test_a_link_is_opened_and_taken_back_for_good(acme, globex):
    lead = act_of(acme)
    entry(acme, **agent(acme))
    row = make_statement(lead, company="Ateliers Morel")
    token = link_token(row.id)
    with refused("statement_not_found"):
        statement_behind(token)
    open_link(lead, statement_id=row.id)
    path = reverse("statement_public", args=[token], urlconf="config.urls")
    got = acme.client().get(path)
    assert "Réponse aux clients" in got.content.decode()
    assert got["X-Robots-Tag"] == "noindex, nofollow"
    assert acme.client().get(f"{path}pdf/")["Content-Type"] == "application/pdf"
    assert globex.client().get(path).status_code == 404
    close_link(lead, statement_id=row.id)
    assert acme.client().get(path).status_code == 404
    with refused("link_taken_back"):
        open_link(lead, statement_id=row.id)
    with refused("not_in_role"):
        open_link(act_of(acme, "viewer"), statement_id=row.id)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_fullest_statement_is_one_page_and_keeps_every_sentence(acme, language):
    full = facts(60, **WHOLE)
    row = Statement.objects.create(
        number=1,
        facts=full,
        made_at=at(TODAY),
        made_by=acme.members["lead"],
        token_hash=b"x" * 32,
    )
    with translation.override(language):
        sheet = statement_sheet(statement_page(row))
    printed = print_sheet(sheet)
    (only,) = pages(printed)
    assert lowest(printed) > 20
    assert holds(sheet)
    assert "38" in only
    assert {"fr": "un repère", "en": "a landmark"}[language] in only


def test_the_pages_lead_from_the_list_to_the_link(acme):
    now = timezone.now()
    act = replace(act_of(acme), now=now, today=timezone.localdate(now))
    lead, viewer = acme.client("lead"), acme.client("viewer")
    assert lead.post("/statements/", {"make": "1"}, follow=True).status_code == 200
    assert Statement.objects.count() == 0
    entry(acme, day=act.today - timedelta(days=1), **agent(acme))
    made = lead.post("/statements/", {"make": "1"})
    page = made["Location"]
    assert "Ouvrir le lien" in lead.get(page).content.decode()
    assert "Ouvrir le lien" not in viewer.get(page).content.decode()
    assert lead.post(f"{page}link/", {"open": "1"}).status_code == 302
    assert "/statement/" in lead.get(page).content.decode()
    assert lead.post(f"{page}link/", {"close": "1"}).status_code == 302
    lead.post(f"{page}link/", {"open": "1"})
    assert not Statement.objects.get().has_link
    assert viewer.get(f"{page}pdf/")["Content-Type"] == "application/pdf"
    assert viewer.post("/statements/", {"make": "1"}).status_code == 403
