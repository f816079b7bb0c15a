"""From a diagnostic to a first priority that runs, page by page."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from governance.decisions.models import Decision
from governance.mandates.models import Mandate
from governance.members.models import Member
from portfolio.cap.models import Portfolio
from portfolio.criteria.models import StopCriterion
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.objectives.models import Objective
from tenants.accounts.models import User
from tests.assessments.finished import finished
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_counters(settings) -> None:
    settings.CACHES["default"]["KEY_PREFIX"] = "capitaine-test-start"
    cache.clear()


@pytest.fixture
def boss(acme: Cast) -> Client:
    """The executive of a company that has made its diagnostic."""
    means = {"days_month": 4, "budget_year": 4}
    finished(acme, usage=1, anchor=1, J1=["quality", "hr"], J2=["write", "meet"], J3=means)
    return acme.client("executive")


def figures(**more) -> dict[str, str]:
    later = timezone.localdate() + timedelta(days=180)
    return {
        "baseline": "9",
        "target": "3",
        "target_on": later.isoformat(),
        "budget": "4000",
        "when": "already",
        **more,
    }


def taps(client: Client, **more: str) -> dict[str, str]:
    """The taps of the first use and what is asked beside them, as harmless as they come."""
    fields = client.get("/start/triage/").context["form"].fields
    return {one: "deployer" if one == "A12" else "no" for one in fields} | more


def step(client: Client) -> str:
    """Where the guided start leads now."""
    return client.get("/start/").get("Location", "done")


def uses(client: Client, count: int) -> list[str]:
    page = client.get("/start/uses/")
    return [value for value, _ in page.context["form"].fields["uses"].choices][:count]


def to_figures(client: Client, count: int = 2) -> None:
    assert client.post("/start/carrier/", {"who": "me"}).status_code == 302
    assert client.post("/start/uses/", {"uses": uses(client, count)}).status_code == 302


def direction() -> dict[str, str]:
    """Figures that improve, whichever way is better."""
    row = Initiative.objects.order_by("created_at", "id").first()
    up = Objective.objects.filter(initiative=row).get().direction == "up"
    return figures(baseline="3", target="9") if up else figures()


def test_taps_and_four_figures_start_the_first_priority(boss: Client, acme: Cast) -> None:
    assert step(boss) == "/start/carrier/"
    to_figures(boss, 3)
    assert step(boss) == "/start/figures/"
    assert boss.post("/start/figures/", direction()).status_code == 302
    assert step(boss) == "/start/triage/"
    assert boss.post("/start/triage/", taps(boss)).status_code == 302
    assert step(boss) == "/start/go/"
    assert boss.post("/start/go/").status_code == 302
    assert step(boss) == "done"
    first, *others = Initiative.objects.order_by("created_at", "id")
    assert (first.state, {one.state for one in others}) == (State.ACTIVE, {State.BACKLOG})
    assert first.captain_id == acme.members["executive"].id
    assert first.objectives.get().beneficiaries
    assert StopCriterion.objects.filter(initiative=first).count() == 2
    assert Portfolio.objects.get().next_review_on is not None
    verdicts = list(Decision.objects.order_by("seq").values_list("verdict", flat=True))
    assert verdicts == ["write_mandate", "qualify", "qualify", "qualify", "start"]


def test_somebody_else_is_invited_and_gets_the_letter(boss: Client) -> None:
    known = {"who": "other", "name": "Nina Neuf", "email": "nina@neuf.example"}
    assert boss.post("/start/carrier/", known).status_code == 302
    nina = Member.objects.get(email="nina@neuf.example")
    assert (nina.role, nina.name) == ("ai_lead", "Nina Neuf")
    letter = Mandate.objects.get()
    assert (letter.holder_id, letter.accepted_at) == (nina.id, None)
    assert step(boss) == "/start/uses/", "the letter waits for its holder, the rest does not"


def test_somebody_else_needs_a_name_and_an_address(boss: Client) -> None:
    refused = boss.post("/start/carrier/", {"who": "other", "email": "nobody"})
    assert refused.status_code == 422
    assert refused.content.decode().count('class="err"') == 2
    assert not Mandate.objects.exists()


def test_a_founder_without_a_name_signs_with_one(boss: Client, acme: Cast) -> None:
    Member.objects.filter(id=acme.members["executive"].id).update(name="")
    assert boss.post("/start/carrier/", {"who": "me"}).status_code == 422
    assert boss.post("/start/carrier/", {"who": "me", "signed_by": "Ana B."}).status_code == 302
    assert Member.objects.get(id=acme.members["executive"].id).name == "Ana B."


def test_an_unknown_baseline_becomes_a_measuring_step(boss: Client) -> None:
    to_figures(boss, 1)
    asked = figures(baseline="", unknown_baseline="on")
    assert boss.post("/start/figures/", asked).status_code == 302
    objective = Objective.objects.get()
    assert objective.baseline is None
    assert objective.baseline_due == timezone.localdate() + timedelta(days=14)
    assert step(boss) == "/start/triage/"


def test_wrong_figures_stay_in_the_form_and_change_nothing(boss: Client) -> None:
    to_figures(boss, 1)
    for wrong in (
        figures(baseline=""),
        figures(target_on="2020-01-01"),
        figures(target="9"),
        figures(budget="0"),
    ):
        assert boss.post("/start/figures/", wrong).status_code in {409, 422}
    row = Initiative.objects.get()
    assert (row.budget, row.captain_id, row.criteria.count()) == (None, None, 0)


def test_four_uses_are_too_many_and_a_foreign_one_is_none(boss: Client) -> None:
    boss.post("/start/carrier/", {"who": "me"})
    for wrong in (uses(boss, 4), ["UC99"], []):
        assert boss.post("/start/uses/", {"uses": wrong}).status_code == 422
    assert not Initiative.objects.exists()


def test_a_tap_that_says_yes_leads_to_what_is_left(boss: Client) -> None:
    to_figures(boss, 1)
    boss.post("/start/figures/", direction())
    assert boss.post("/start/triage/", taps(boss, people="yes")).status_code == 302
    row = Initiative.objects.get()
    assert f"/initiatives/{row.id}/triage/" in boss.get("/start/triage/").content.decode()
    assert step(boss) == "/start/triage/"


def test_the_founder_tells_the_size_once(boss: Client) -> None:
    Portfolio.objects.update(company_size="")
    assert boss.post("/start/carrier/", {"who": "me"}).status_code == 422
    assert boss.post("/start/carrier/", {"who": "me", "size": "medium"}).status_code == 302
    assert Portfolio.objects.get().company_size == "medium"


def test_nobody_skips_a_step(boss: Client) -> None:
    for name in ("uses", "figures", "triage", "go"):
        assert boss.get(f"/start/{name}/")["Location"] == "/start/"
        assert boss.post(f"/start/{name}/")["Location"] == "/start/"
    assert not Initiative.objects.exists()


def test_without_a_diagnostic_there_is_a_way_on(acme: Cast) -> None:
    boss = acme.client("executive")
    boss.post("/start/carrier/", {"who": "me"})
    page = boss.get("/start/uses/").content.decode()
    assert 'href="/diagnostic/"' in page
    assert boss.post("/start/uses/", {}).status_code == 422


def test_the_guided_start_is_the_executives(acme: Cast) -> None:
    assert acme.client("contributor").get("/start/").status_code == 403
    assert User.objects.filter(email__startswith="contributor").exists()


def test_the_empty_dashboard_offers_it_to_whoever_may_sign(acme: Cast) -> None:
    offer = 'href="/start/"'
    assert offer in acme.client("executive").get("/").content.decode()
    assert offer not in acme.client("contributor").get("/").content.decode()


POSTED = {"figures": lambda _: direction(), "triage": taps, "go": lambda _: {}}


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Qui porte le sujet"), ("en", "Who carries")]
)
def test_each_step_reads_in_both_languages(boss: Client, language: str, words: str) -> None:
    spoken = {"accept-language": language}
    assert words in boss.get("/start/carrier/", headers=spoken).content.decode()
    to_figures(boss)
    for post in ({"name": "figures"}, {"name": "triage"}, {"name": "go"}):
        page = boss.get(f"/start/{post['name']}/", headers=spoken)
        assert f'<html lang="{language}">' in page.content.decode()
        data = POSTED[post["name"]](boss)
        boss.post(f"/start/{post['name']}/", data)
    assert f'<html lang="{language}">' in boss.get("/start/", headers=spoken).content.decode()
