"""Those who try it say with one tap what they think; how many said what is read, never who."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.answers.models import ObservedFact
from governance.duties.choices import DutyKind
from governance.keys.models import ApiKey
from governance.members.models import Member
from portfolio.mine.selectors import mine
from portfolio.standing.services import read_true
from portfolio.trials.choices import Rating
from portfolio.trials.models import Trial, TrialRating
from portfolio.trials.rules import SHOWN_FROM, tally
from portfolio.trials.services import ask_users, end_trial, rate_trial, start_trial
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused

pytestmark = pytest.mark.django_db
USERS = ("executive", "contributor", "viewer")


def act_of(cast, part):
    return acting(cast.actor(part), now=at(TODAY), today=TODAY)


@pytest.fixture
def trial(acme) -> Trial:
    row = scene.checked(acme, "Relances")
    return start_trial(act_of(acme, "captain"), initiative_id=row.id, question="Aide-t-il ?")


@pytest.fixture
def asked(acme, trial) -> Trial:
    return ask(acme, trial, *USERS)


def ask(cast, trial, *parts) -> Trial:
    people = [cast.members[part].id for part in parts]
    return ask_users(act_of(cast, "captain"), trial_id=trial.id, member_ids=people)


def rate(cast, trial, part, rating=Rating.USEFUL) -> None:
    rate_trial(act_of(cast, part), trial_id=trial.id, rating=rating)


def owed(cast, part):
    actor = cast.actor(part)
    found = read_true(lambda: mine(actor=actor, today=TODAY, now=at(TODAY)), today=TODAY)
    return [one for one in found.duties if one.kind is DutyKind.RATE]


def said(open_page, address) -> str:
    return " ".join(open_page(address, "captain").text.split())


@drawn(st.lists(st.sampled_from(["", *Rating.values]), max_size=9))
def test_a_tally_closes_and_hides_who_said_what_below_three(ratings) -> None:
    found = tally(ratings)
    said = (found.useful, found.mixed, found.useless)
    assert (found.asked, found.rated) == (len(ratings), sum(one != "" for one in ratings))
    if found.rated < SHOWN_FROM:
        assert said == (None, None, None)
    else:
        assert sum(said) == found.rated


def test_who_is_asked_owes_a_tap_until_it_is_given(acme, asked) -> None:
    (one,) = owed(acme, "viewer")
    assert (one.title, one.about, one.since) == ("Relances", "Aide-t-il ?", TODAY)
    assert not owed(acme, "captain")
    rate(acme, asked, "viewer")
    assert not owed(acme, "viewer")
    assert owed(acme, "contributor")
    end_trial(act_of(acme, "captain"), trial_id=asked.id, answer="Oui", conclusive=True)
    assert not owed(acme, "contributor")


def test_the_last_word_of_each_counts_once(acme, asked) -> None:
    for part in USERS:
        rate(acme, asked, part)
    rate(acme, asked, "viewer", Rating.USELESS)
    users = Trial.objects.get().users
    assert (users.asked, users.rated, users.useful, users.mixed, users.useless) == (3, 3, 2, 0, 1)


def test_the_diagnostic_sees_how_many_rated_the_same_trial(acme, asked) -> None:
    for part in USERS[:2]:
        rate(acme, asked, part)
    assert ObservedFact.objects.get(key="trials.rated_by_users").value == 2
    rate(acme, asked, "viewer", Rating.MIXED)
    assert ObservedFact.objects.get(key="trials.rated_by_users").value == 3


def test_who_has_rated_stays_and_who_is_no_more_asked_leaves(acme, asked) -> None:
    rate(acme, asked, "viewer")
    ask(acme, asked, "lead")
    assert {one.member_id for one in asked.ratings.all()} == {
        acme.members["viewer"].id,
        acme.members["lead"].id,
    }
    assert asked.ratings.get(member=acme.members["viewer"]).rating == Rating.USEFUL


def test_who_is_not_asked_rates_nothing(acme, asked) -> None:
    with refused("not_in_role"):
        rate(acme, asked, "lead")
    assert acme.client("lead").get(reverse("trial_rating", args=[asked.id])).status_code == 403
    assert not TrialRating.objects.exclude(rating="").exists()


def test_whoever_carries_it_does_not_rate_it(acme, trial) -> None:
    with refused("rates_own_trial"):
        ask(acme, trial, "captain", "viewer")
    assert not trial.ratings.exists()
    page = acme.client("captain").get(reverse("trial_users", args=[trial.id])).text
    assert str(acme.members["captain"].id) not in page.split("<main")[1]


def test_only_who_is_here_is_asked(acme, trial) -> None:
    Member.objects.filter(id=acme.members["viewer"].id).update(left_at=at(TODAY))
    with refused("member_not_found"):
        ask(acme, trial, "viewer")
    with refused("trial_not_found"):
        ask_users(act_of(acme, "captain"), trial_id=uuid7(), member_ids=[])
    with refused("not_in_role"):
        ask_users(act_of(acme, "viewer"), trial_id=trial.id, member_ids=[])


def test_an_answered_trial_is_neither_asked_nor_rated(acme, asked) -> None:
    end_trial(act_of(acme, "captain"), trial_id=asked.id, answer="Oui", conclusive=True)
    with refused("trial_answered"):
        rate(acme, asked, "viewer")
    with refused("trial_answered"):
        ask(acme, asked, "lead")


def test_the_database_holds_one_rating_a_person_and_its_time(acme, asked) -> None:
    row = asked.ratings.first()
    twice = TrialRating(trial=asked, member=row.member, asked_at=at(TODAY))
    for change in (lambda: twice.save(), lambda: asked.ratings.update(rating="useful")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_one_tap_on_the_list_is_enough(acme, asked, send, open_page) -> None:
    address = reverse("trial_rating", args=[asked.id])
    assert f"{address}?next={reverse('mine')}" in open_page(reverse("mine"), "viewer").text
    answer = send(f"{address}?next={reverse('mine')}", {"rating": "mixed"}, "viewer")
    assert (answer.status_code, answer.url) == (302, reverse("mine"))
    assert asked.ratings.get(member=acme.members["viewer"]).rating == "mixed"
    assert address not in open_page(reverse("mine"), "viewer").text


def test_the_page_says_how_many_said_what_from_three_on(acme, asked, open_page, send) -> None:
    home = reverse("initiative", args=[asked.initiative_id])
    for part in USERS[:2]:
        rate(acme, asked, part)
    assert "2 sur 3 qui l’essaient l’ont noté ; montré à partir de trois." in said(open_page, home)
    rate(acme, asked, "viewer", Rating.USELESS)
    assert "utile 2, mitigé 0, inutile 1." in said(open_page, home)
    kept = send(
        reverse("trial_users", args=[asked.id]),
        {"members": [str(acme.members["lead"].id)]},
        "captain",
    )
    assert kept.status_code == 302
    assert asked.ratings.count() == 4


def test_the_interface_asks_rates_and_never_says_who(acme, trial) -> None:
    call = caller(acme, "executive")
    users, own = f"trials/{trial.id}/users/", f"trials/{trial.id}/rating/"
    assert call("get", own).status_code == 403
    people = [str(acme.members[part].id) for part in USERS]
    asked = call("post", users, {"members": people})
    assert {one["id"] for one in asked.json()["members"]} == set(people)
    assert call("get", users).json() == asked.json()
    assert call("get", own).json() == {"rating": None, "rated_at": None}
    rated = call("post", own, {"rating": "useful"}).json()
    assert rated["rating"] == "useful"
    assert call("get", own).json() == rated
    told = call("get", f"trials/{trial.id}/").json()["users"]
    assert told == {"asked": 3, "rated": 1, "useful": None, "mixed": None, "useless": None}
    ApiKey.objects.update(owner=acme.members["lead"])
    assert call("post", own, {"rating": "useful"}).status_code == 403
