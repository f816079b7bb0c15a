"""The team page: one secret address for everybody without an account, and what it never shows."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from assessments.answers.models import ObservedFact
from governance.charter.models import CharterSignature
from governance.charter.selectors import signed_share
from governance.members.models import Member
from governance.register.models import RegisterDoor
from governance.register.selectors import door_token
from governance.register.services.entries import Visit, record_entry
from portfolio.initiatives.models import Initiative
from portfolio.team.selectors import unit_of_money
from portfolio.team.services import show_figures, sign_by_link
from tests.conftest import acting
from tests.governance.charter.scene import published
from tests.governance.register.scene import agent, allowed
from tests.portfolio.scene import measure, started
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def now_act(cast, part="lead"):
    now = timezone.now()
    return acting(cast.actor(part), now=now, today=timezone.localdate(now))


@pytest.fixture
def opened(acme):
    """The page's path, with uses of every light, a priority and a charter."""
    act = now_act(acme)
    record_entry(act, values=allowed(acme, cost_year=4321, vendor="Dupont SA"))
    record_entry(act, values=agent(acme))
    record_entry(act, values={"tool": "Bavard", "light": "red"})
    published(acme, act)
    started(acme)
    acme.client("lead").post("/team/", {"open": "1"})
    token = door_token(RegisterDoor.objects.get(closed_at=None).id)
    return reverse("team_public", args=[token], urlconf="config.urls")


def test_the_page_shows_what_is_allowed_and_no_name_without_consent(acme, globex, opened):
    visitor = acme.client()
    answer = visitor.get(opened)
    page = answer.content.decode()
    title = Initiative.objects.get(state="active").title
    for shown in ("Plume", "Réponse aux clients", "Sans nom de client", "Bavard", title):
        assert shown in page
    names = [one.name for one in acme.members.values()]
    for hidden in (*names, "4321", "4 321", "Dupont SA", "€"):
        assert hidden not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    Member.objects.filter(role="ai_lead").update(on_team_page=True)
    assert "Karim Haddad" in visitor.get(opened).content.decode()
    for path in re.findall(r'href="(/team/[^"]+)"', page):
        assert visitor.get(path).status_code == 200
    assert globex.client().get(opened).status_code == 404
    assert ObservedFact.objects.get(key="team_page.published").value is True


def test_figures_stand_there_only_where_the_company_wants_them(acme, opened):
    row = Initiative.objects.get(state="active")
    measure(acme, row, 4)
    visitor = acme.client()
    unit = row.objectives.get().unit
    assert visitor.get(opened).context["page"].priorities[0].kpi is None
    with refused("not_in_role"):
        show_figures(now_act(acme, "viewer"), wanted=True)
    acme.client("lead").post("/team/", {"figures": "on"})
    assert visitor.get(opened).context["page"].priorities[0].kpi.unit == unit
    assert [unit_of_money(one) for one in ("EUR", "€/ha", "j")] == [True, True, False]
    assert "n’est affiché" not in acme.client("lead").get("/team/").content.decode()


def test_the_charter_is_signed_without_an_account_once_a_name(acme, opened):
    visitor = acme.client()
    sent = {"name": "Jo Poseur", "number": "1"}
    assert "sans compte" in visitor.post(opened, sent).content.decode()
    assert visitor.post(opened, {**sent, "name": "JO  POSEUR"}).status_code == 200
    made = CharterSignature.objects.get(member=None)
    assert (made.name, signed_share(made.of, headcount=45).count) == ("Jo Poseur", 2)
    assert visitor.post(opened, {**sent, "name": "–"}).status_code == 422
    assert visitor.post(opened, {**sent, "number": "9"}).status_code == 404


def test_a_renewed_address_closes_the_old_and_a_flood_is_stopped(acme, opened, settings):
    token = opened.split("/")[2]
    acme.client("lead").post("/team/", {"renew": "1"})
    assert acme.client().get(opened).status_code == 404
    visit = Visit(now=timezone.now(), today=timezone.localdate())
    with refused("door_not_found"):
        sign_by_link(visit, token=token, number=1, name="Jo")
    fresh = reverse(
        "team_public",
        args=[door_token(RegisterDoor.objects.get(closed_at=None).id)],
        urlconf="config.urls",
    )
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "sign_place": "2/h/key"}
    codes = [
        acme.client().post(fresh, {"name": f"n{n}", "number": "1"}).status_code for n in range(4)
    ]
    cache.clear()
    assert codes == [200, 200, 429, 429]
    acme.client("lead").post("/team/", {"close": "1"})
    assert acme.client().get(fresh).status_code == 404
    assert ObservedFact.objects.get(key="team_page.published").value is False
    assert acme.client("viewer").get("/team/").status_code == 403


def test_the_profile_holds_the_consent(acme):
    client = acme.client("captain")
    assert Member.objects.get(id=acme.members["captain"].id).on_team_page is False
    client.post("/profile/", {"name": "Sophie", "language": "fr", "on_team_page": "on"})
    assert Member.objects.get(id=acme.members["captain"].id).on_team_page is True
