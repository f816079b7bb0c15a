from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.members.models import Member
from portfolio.cap.services import grant_exception
from portfolio.objectives.services.measurements import add_measurement
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, idea, mandate, only_objective, qualified, started

MOST_QUERIES = 45


def page(cast, part: str = "executive", language: str = "fr") -> str:
    answer = cast.client(part).get("/", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_company_finds_the_way_in_instead_of_zeros(acme) -> None:
    text = page(acme, language="en")
    for step in ("/diagnostic/", "/settings/mandates/", "/initiatives/new/"):
        assert f'href="{step}"' in text
    assert 'class="answers"' not in text


def test_the_five_questions_stand_in_their_order(acme) -> None:
    started(acme)
    text = page(acme, language="en")
    asked = ("on course?", "do we gain?", "does it cost?", "is blocking?", "must I decide?")
    places = [text.index(question) for question in asked]
    assert places == sorted(places)


def test_the_five_questions_are_asked_in_french_too(acme) -> None:
    started(acme)
    text = page(acme)
    assert '<html lang="fr"' in text
    assert "Chiffrer" not in text


def test_what_awaits_is_listed_with_the_way_to_decide(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=120))
    idea(acme, "Trier les candidatures")
    text = page(acme, language="en")
    assert f"/initiatives/{row.id}/decisions/" in text
    assert "1 proposal to answer" in text
    assert "2 decisions await you" in text


def test_a_letter_awaits_only_the_one_who_can_sign_it(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=120))
    letter = mandate(acme, "captain", row, accepted_at=None)
    assert f"/mandates/{letter.id}/" in page(acme, "captain", language="en")
    assert f"/mandates/{letter.id}/" not in page(acme, language="en")


def test_a_reader_who_cannot_decide_is_not_told_to(acme) -> None:
    started(acme, day=TODAY - timedelta(days=120))
    text = page(acme, "viewer", language="en")
    assert "1 decision is awaited" in text
    assert "Decide now" not in text
    assert "btn decide" not in text


def test_nothing_awaiting_is_said_without_magenta(acme) -> None:
    started(acme)
    text = page(acme, language="en")
    assert "No decision awaits you." in text
    assert "first decide" not in text


def test_a_running_exception_is_shown_with_its_last_day(acme) -> None:
    started(acme)
    boss = acme.actor("executive")
    grant_exception(acting(boss, now=at(TODAY), today=TODAY), reason="Appel d’offres")
    assert "22\u00a0December 2026" in page(acme, language="en")


def test_a_gain_that_is_only_declared_makes_no_net_gain(acme) -> None:
    started(acme, monthly_value=2000)
    text = page(acme, language="en")
    assert "declared only" in text
    assert "(€0 confirmed minus" in text
    assert "Apart" not in text


def test_a_measured_gain_makes_a_net_gain(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=60), monthly_value=2000)
    day = TODAY - timedelta(days=30)
    add_measurement(
        acting(acme.actor("executive"), now=at(day), today=day),
        objective_id=only_objective(row).id,
        value=6,
        on=day,
    )
    text = page(acme, language="en")
    assert "(€0 confirmed minus" in text
    assert "measured, to be confirmed" in " ".join(text.split())


def test_a_member_without_a_name_and_a_long_title_do_not_break_the_page(acme) -> None:
    title = "Réduire le délai de traitement des réclamations <b>hors garantie</b> " * 2
    started(acme, title.strip())
    Member.objects.filter(id=acme.members["executive"].id).update(name="")
    assert "<b>hors garantie</b>" not in page(acme)


@pytest.mark.parametrize("part", ["lead", "captain", "contributor", "viewer"])
def test_everybody_in_the_company_reads_it(acme, part) -> None:
    started(acme)
    assert 'class="answers"' in page(acme, part)


def test_a_stranger_and_a_visitor_see_nothing(acme) -> None:
    row = started(acme)
    answer = acme.client().get("/")
    assert answer.status_code in (302, 303, 403)
    assert row.title not in answer.content.decode()


def test_the_queries_do_not_grow_with_the_rows(acme) -> None:
    started(acme)
    client = acme.client("executive")
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    started(acme, "Contrôler les pièces")
    for number in range(5):
        qualified(acme, f"Idée {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(few) == len(many) <= MOST_QUERIES
