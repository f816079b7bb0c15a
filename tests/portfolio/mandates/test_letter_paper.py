"""The letter on paper: one page, in each reader's language, with what is signed and what is not."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import MOST_VERDICTS, proposed_terms
from governance.mandates.services import accept_mandate, revoke_mandate, write_mandate
from governance.papers.services import print_sheet
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import assign_captain
from portfolio.mandates.selectors import letter_paper
from portfolio.mandates.services import letter_sheet
from portfolio.objectives.services.objectives import set_objective
from tests.assessments.papers.paper_pages import holds
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY

pytestmark = pytest.mark.django_db
WIDE = "Wœßþ "


def long(count: int) -> str:
    return (WIDE * count)[: count - 1] + "W"


def captains_letter(acme, *, title: str = scene.TITLE, objectives: int = 1) -> Mandate:
    row = scene.qualified(acme, title)
    for number in range(1, objectives):
        given = scene.objective_input(kpi=f"{number} {long(150)}", unit="Wœßþ Wœßþ Wœßþ Wœ")
        set_objective(acting(acme.actor("executive")), initiative_id=row.id, given=given)
    captain = acme.members["captain"].id
    boss = acting(acme.actor("executive"))
    assign_captain(boss, initiative_id=row.id, captain_id=captain)
    terms = proposed_terms(
        kind=MandateKind.INITIATIVE, today=TODAY, scope_text=Initiative.objects.get(id=row.id).title
    )
    return write_mandate(
        boss,
        kind=MandateKind.INITIATIVE,
        holder_id=captain,
        initiative_id=row.id,
        terms=replace(terms, deputy_id=acme.members["contributor"].id),
    )


def lowest(printed: bytes) -> str:
    """What stands lowest on the one page: its foot, where nothing runs over it."""
    (page,) = PdfReader(io.BytesIO(printed)).pages
    found: dict[float, str] = {}

    def note(text: str, cm: list[float], tm: list[float], *_more: object) -> None:
        if text.strip():
            height = round(cm[1] * tm[4] + cm[3] * tm[5] + cm[5])
            found[height] = found.get(height, "") + text

    page.extract_text(visitor_text=note)
    return found[min(found)]


def text_of(printed: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(printed)).pages
    return " ".join(page.extract_text().split())


def test_the_letter_is_one_page_that_says_what_was_signed_and_when(acme) -> None:
    letter = captains_letter(acme)
    page = acme.client("captain").get(f"/mandates/{letter.id}/letter/").content.decode()
    file = acme.client("captain").get(f"/mandates/{letter.id}/letter.pdf")
    assert file.headers["Content-Type"] == "application/pdf"
    for said in (page, text_of(file.content)):
        for words in ("Ateliers Morel", "Marc Delorme", "sept jours", "Délai d’un devis"):
            assert words in said, words
    assert f"/mandates/{letter.id}/letter.pdf" in page
    paper = letter_paper(letter.id, company="Morel", today=TODAY)
    assert (paper.log_number, paper.accepted_number) == (paper.log_number, None)
    accept_mandate(acting(acme.actor("captain")), mandate_id=letter.id)
    after = letter_paper(letter.id, company="Morel", today=TODAY)
    assert after.accepted_number == after.log_number + 1 == paper.log_number + 1
    with override("fr"):
        assert "le 22 novembre 2026" in text_of(print_sheet(letter_sheet(after)))
    again = acme.client("captain").get(
        f"/mandates/{letter.id}/letter.pdf", headers={"If-None-Match": file.headers["ETag"]}
    )
    assert again.status_code == 200
    same = acme.client("captain").get(
        f"/mandates/{letter.id}/letter.pdf", headers={"If-None-Match": again.headers["ETag"]}
    )
    assert same.status_code == 304


def test_the_worst_letter_is_one_page_in_both_languages(acme) -> None:
    for member in acme.members.values():
        type(member).objects.filter(id=member.id).update(name=long(120))
    captains = captains_letter(acme, title=long(160), objectives=6)
    terms = proposed_terms(kind=MandateKind.COMPANY, today=TODAY)
    company = write_mandate(
        acting(acme.actor("executive")),
        kind=MandateKind.COMPANY,
        holder_id=acme.members["lead"].id,
        terms=replace(
            terms, deputy_id=acme.members["executive"].id, verdicts=MOST_VERDICTS["company"][:1]
        ),
    )
    revoke_mandate(acting(acme.actor("executive")), mandate_id=captains.id, reason="Assez")
    for letter in (captains, company):
        for language in ("fr", "en"):
            with override(language):
                paper = letter_paper(letter.id, company=long(160), today=TODAY)
                sheet = letter_sheet(paper)
            assert "Page 1" in lowest(print_sheet(sheet))
            assert holds(sheet)
    over = letter_sheet(paper)
    over = replace(over, words=over.words.replace("</lead>", f"{long(9000)}</lead>"))
    assert "Page 1" not in lowest(print_sheet(over))
    assert not holds(over)


def test_by_key_it_is_an_object_and_a_file(acme) -> None:
    letter = captains_letter(acme)
    call = caller(acme, "executive", ("read",))
    told = call("get", f"mandates/{letter.id}/letter/").json()
    assert told["letter"]["mandate"]["id"] == str(letter.id)
    assert told["letter"]["mandate"]["deputy"]["name"] == "Marc Delorme"
    assert told["objectives"][0]["kpi"] == "Délai d’un devis"
    assert told["objectives"][0]["target_on"] == str(TODAY + timedelta(days=180))
    assert told["asks"] == ["start"]
    answer = call("get", f"mandates/{letter.id}/letter/", accept="application/pdf")
    assert answer.content.startswith(b"%PDF")


def test_another_company_finds_no_letter(acme, globex) -> None:
    letter = captains_letter(acme)
    for path in ("letter/", "letter.pdf"):
        assert globex.client("executive").get(f"/mandates/{letter.id}/{path}").status_code == 404
