"""What awaits a decision is one list, the same wherever it is counted."""

from datetime import timedelta

from assessments.answers.models import Assessment
from assessments.roadmap.models import RoadmapStep
from portfolio.dashboard.selectors import dashboard_page
from portfolio.portfolio.selectors.page import portfolio_view
from portfolio.portfolio.selectors.pool import PoolWish
from portfolio.reviews.services.reviews import open_review
from portfolio.standing.selectors.reading import rolled
from portfolio.standing.services import read_true
from portfolio.trials.models import Trial
from tests.assessments.roadmap.scene import advised, letter
from tests.conftest import Cast, acting
from tests.portfolio.scene import TODAY, at, idea, mandate, owed_by, qualified, started


def lists(cast, part):
    actor = cast.actor(part)
    owed = owed_by(actor.member_id)
    known = read_true(lambda: rolled(today=TODAY), today=TODAY)
    asked = {"actor": actor, "today": TODAY, "now": at(TODAY), "language": "fr"}
    board = dashboard_page(known=known, owed=owed, **asked)
    view = portfolio_view(wish=PoolWish(), today=TODAY, reader_id=actor.member_id, owed=owed)
    return board.awaiting, view.awaiting


def test_dashboard_and_portfolio_list_the_same_in_the_same_order(acme) -> None:
    late = started(acme, "Une", day=TODAY - timedelta(days=120))
    asked = started(acme, "Deux")
    tried = qualified(acme, "Trois")
    trial = Trial.objects.create(
        initiative=tried,
        question="Qui ?",
        carried_by=acme.members["lead"],
        starts=TODAY - timedelta(days=40),
        ends=TODAY - timedelta(days=10),
        ended_on=TODAY - timedelta(days=10),
    )
    idea(acme, "Quatre")
    letter = mandate(acme, "captain", asked, accepted_at=None)
    open_review(acting(acme.actor("executive"), now=at(TODAY), today=TODAY))
    board, portfolio = lists(acme, "captain")
    assert board == portfolio
    assert [(one.kind, one.id) for one in board] == [
        ("review", late.id),
        ("trial", trial.id),
        ("review", asked.id),
        ("mandate", letter.id),
        ("proposals", None),
    ]
    board, portfolio = lists(acme, "executive")
    assert board == portfolio
    assert "mandate" not in [one.kind for one in board]


def test_both_pages_say_the_same_number_and_lead_to_the_trial(acme) -> None:
    started(acme, day=TODAY - timedelta(days=120))
    idea(acme, "Quatre")
    client = acme.client("executive")
    for path in ("/", "/portfolio/"):
        text = client.get(path, headers={"accept-language": "en"}).text
        assert "2 decisions await you." in text


def late(cast: Cast, one: Assessment, action_id: str) -> None:
    """The captain took that action and is three days late."""
    RoadmapStep.objects.create(
        action_id=action_id,
        assessment=one,
        state="taken",
        owner=cast.members["captain"],
        due_on=TODAY - timedelta(days=3),
        decided_by=cast.members["lead"],
        decided_on=TODAY - timedelta(days=30),
    )


def test_a_late_action_awaits_who_carries_it_and_nobody_else(acme) -> None:
    late(acme, advised(acme, at=at(TODAY - timedelta(days=30))), "PIL-01")
    board, portfolio = lists(acme, "captain")
    assert board == portfolio
    assert [(i.kind, i.action_id, i.since) for i in board] == [
        ("action", "PIL-01", TODAY - timedelta(days=3))
    ]
    assert lists(acme, "executive") == ((), ())
    letter(acme, day=TODAY)
    assert lists(acme, "captain") == ((), ())


def test_the_dashboard_leads_to_the_late_action(acme) -> None:
    late(acme, advised(acme), "PIL-02")
    started(acme)
    for path in ("/", "/portfolio/"):
        text = acme.client("captain").get(path, headers={"accept-language": "en"}).text
        assert "/roadmap/PIL-02/" in text
        assert "Sign the mandate letter" in text
