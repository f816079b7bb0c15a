"""A suggested use stands in the ideas pool with all that the catalogue knows of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessments.answers.models import Assessment
from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.questionnaire import selectors as catalogue
from governance.decisions.models import Decision
from portfolio.cap.models import Portfolio
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import take_use_case
from tenants.display import (
    SIGNS,
    WORDS,
    unit_sign,
    unit_word,
)
from tests.conftest import Cast, acting

pytestmark = pytest.mark.django_db
FIRM = {"J1": ["quality"], "J2": ["write", "inspect"], "F1": "industry", "F2": "small"}
MEANS = {"days_month": 4, "budget_year": 4}


def diagnosed(cast: Cast, *, anchor: int = 4, **others: object) -> Assessment:
    """A firm whose quality suffers, answered everywhere alike."""
    now = timezone.now() - timedelta(hours=1)
    who = {"actor": cast.actor("executive"), "today": now.date(), "now": now}
    one = start_assessment(acting(**who))
    items = catalogue.questionnaire(one.questionnaire_version).items
    scored = {item.id: anchor for item in items if item.kind == "scored"}
    for item_id, raw in {"G1": 2, **scored, **FIRM, "J3": MEANS, **others}.items():
        save_answer(acting(**who), assessment_id=one.id, item_id=item_id, raw=raw)
    return complete_assessment(acting(**who), assessment_id=one.id)


def take(cast: Cast, one: Assessment, use_case_id: str, *, part: str = "executive") -> object:
    address = reverse("use_case_take", args=[one.id, use_case_id])
    return cast.client(part).post(address, headers={"accept-language": "en"})


def first_use(one: Assessment) -> str:
    assert one.advice is not None
    return one.advice.uses.shortlist[0].use_case_id


def test_an_executive_takes_a_use_into_the_pool_with_everything_prefilled(acme: Cast) -> None:
    one = diagnosed(acme)
    use = catalogue.use_cases("1.0.0").use_cases["UC28"]
    assert take(acme, one, "UC28").status_code == 302
    row = Initiative.objects.get()
    objective = row.objectives.get()
    assert (row.state, row.title, row.use_case) == ("backlog", use.title.en, "UC28")
    assert (objective.kpi, objective.unit) == (use.kpi.name.en, use.kpi.unit)
    assert objective.direction == use.kpi.direction
    assert objective.benefit == use.benefit
    assert objective.beneficiaries == "Quality"
    assert (row.cost_low, row.cost_likely, row.cost_high) == use.cost
    assert (row.days_low, row.days_likely, row.days_high) == use.days
    assert row.success_chance == Decimal(str(use.success))
    assert Decision.objects.latest("seq").verdict == "qualify"


def test_a_use_brings_its_value_at_the_companys_size_and_what_it_may_do_by_itself(
    acme: Cast, now: datetime
) -> None:
    who = acting(acme.actor("executive"), now=now, today=now.date())
    agents = [one for one in catalogue.use_cases("2.0.0").use_cases.values() if one.agent]
    assert len(agents) == 5
    for size in ("small", "medium"):
        Portfolio.objects.update(company_size=size)
        row = take_use_case(who, chosen=agents[0], language="fr")
        assert (row.value_low, row.value_likely, row.value_high) == agents[0].value[size]
        assert row.value_tap == ""
    assert agents[0].agent is not None
    assert row.summary.splitlines() == [agents[0].data.fr, agents[0].agent.fr]
    plain = catalogue.use_cases("1.0.0").use_cases["UC28"]
    assert take_use_case(who, chosen=plain, language="fr").value_likely is None


def test_who_may_not_decide_proposes(acme: Cast) -> None:
    one = diagnosed(acme)
    answer = take(acme, one, first_use(one), part="contributor")
    assert answer.status_code == 302
    assert Initiative.objects.get().state == "proposed"
    assert not Decision.objects.filter(verdict="qualify").exists()


def test_taking_twice_is_taking_once(acme: Cast) -> None:
    one = diagnosed(acme)
    assert take(acme, one, "UC28")["Location"] == take(acme, one, "UC28")["Location"]
    assert Initiative.objects.count() == 1


def test_what_was_not_suggested_is_not_taken(acme: Cast, globex: Cast) -> None:
    one = diagnosed(acme)
    assert take(acme, one, "UC28", part="viewer").status_code == 403
    assert take(acme, one, "UC99").status_code == 404
    assert take(acme, one, "UC01").status_code == 404, "in the catalogue, not suggested"
    nowhere = Assessment(id="01900000-0000-7000-8000-000000000000")
    assert take(acme, nowhere, "UC28").status_code == 404
    assert take(globex, one, "UC28").status_code == 404, "a neighbour's assessment"
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("use_case_id", "said"),
    [
        ("UC28", "minimal risk under the AI Act; "),
        ("UC19", "may be high risk under the AI Act: to be checked first; "),
        ("UC38", "some forms of it are prohibited: to be checked first; "),
    ],
)
def test_the_triage_begins_with_what_the_catalogue_knows(
    acme: Cast, now: datetime, use_case_id: str, said: str
) -> None:
    chosen = catalogue.use_cases("1.0.0").use_cases[use_case_id]
    who = {"actor": acme.actor("executive"), "now": now, "today": now.date()}
    row = take_use_case(acting(**who), chosen=chosen, language="en")
    text = shown(acme.client("executive"), "initiative_triage", row)
    assert f"By the catalogue of uses: {said}" in text


def test_an_idea_of_ones_own_has_no_hint(acme: Cast) -> None:
    client = acme.client("executive")
    client.post(reverse("initiative_new"), {"title": "Relancer", "benefit": "time"})
    address = reverse("initiative_triage", args=[Initiative.objects.get().id])
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "By the catalogue" not in page


def shown(client: Client, name: str, row: Initiative) -> str:
    address = reverse(name, args=[row.id])
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def test_no_screen_shows_the_code_of_a_unit(acme: Cast) -> None:
    one = diagnosed(acme, J1=["marketing"], J2=["write"], F1="other")
    assert one.advice is not None
    uses = catalogue.use_cases("1.0.0").use_cases
    coded = [
        entry.use_case_id
        for entry in one.advice.uses.shortlist
        if uses[entry.use_case_id].kpi.unit in {"EUR", "d", "min", "n", "h"}
    ]
    client = acme.client("executive")
    result = client.get(
        reverse("assessment_result", args=[one.id]), headers={"accept-language": "en"}
    ).content.decode()
    assert "(EUR)" not in result
    assert "(d)" not in result
    for use_case_id in coded:
        take(acme, one, use_case_id)
        row = Initiative.objects.get(use_case=use_case_id)
        with translation.override("en"):
            word = unit_word(uses[use_case_id].kpi.unit)
        assert f"({word})" in shown(client, "initiative_measurements", row) or word == "cases"
        assert f'value="{word}"' in shown(client, "initiative_objective", row)
    assert coded


def test_every_unit_of_the_catalogue_has_its_words() -> None:
    units = {one.kpi.unit for one in catalogue.use_cases("1.0.0").use_cases.values()}
    assert units - WORDS.keys() == {"%"}
    assert SIGNS.keys() <= WORDS.keys() <= units
    assert unit_word("boxes") == unit_sign("boxes") == "boxes", "what somebody typed stays"
