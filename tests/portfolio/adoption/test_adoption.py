from datetime import timedelta

import pytest

from portfolio.adoption.models import AdoptionReading
from portfolio.adoption.services import tell_adoption
from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.criteria.services import CriterionInput, set_criteria
from portfolio.initiatives.models import Initiative
from portfolio.standing.choices import Health, SignalCode
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.standing import standing
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), now=NOW, today=TODAY)


def running(acme, *, days: int) -> Initiative:
    return scene.started(acme, day=TODAY - days * DAY)


def tell(act, row, using=10, concerned=45, on=TODAY) -> AdoptionReading:
    return tell_adoption(act, initiative_id=row.id, using=using, concerned=concerned, on=on)


def signals(row) -> set[SignalCode]:
    (record,) = load_records([row.id], today=TODAY)
    return {one.code for one in standing(record=record, today=TODAY).signals}


def test_the_last_reading_is_its_share(acme, act) -> None:
    row = running(acme, days=70)
    tell(act, row, 40, on=TODAY - 30 * DAY)
    tell(act, row, 9)
    (record,) = load_records([row.id], today=TODAY)
    assert record.adopted_share == pytest.approx(0.2)


def test_below_thirty_percent_after_sixty_days_it_speaks(acme, act) -> None:
    late, early = running(acme, days=61), running(acme, days=60)
    for row in (late, early):
        tell(act, row, 13)
    assert SignalCode.LOW_ADOPTION in signals(late)
    assert SignalCode.LOW_ADOPTION not in signals(early)
    tell(act, late, 14)
    assert SignalCode.LOW_ADOPTION not in signals(late)


def test_a_stop_rule_on_use_is_met_by_the_reading(acme, act) -> None:
    row = running(acme, days=20)
    rule = CriterionInput(
        metric=StopMetric.ADOPTION, comparison=PortfolioComparison.BELOW, value=0.5, by_date=TODAY
    )
    set_criteria(act, initiative_id=row.id, criteria=[rule])
    assert SignalCode.CRITERION_MET not in signals(row)
    tell(act, row, 20)
    assert SignalCode.CRITERION_MET in signals(row)
    (record,) = load_records([row.id], today=TODAY)
    assert standing(record=record, today=TODAY).health is Health.STALLED


def test_a_day_told_anew_keeps_the_last_word(acme, act) -> None:
    row = running(acme, days=5)
    first = tell(act, row, 10)
    assert tell(act, row, 12).id == first.id
    assert AdoptionReading.objects.get().using == 12


@pytest.mark.parametrize(("using", "concerned"), [(46, 45), (-1, 45), (0, 0), (1, 2_000_000)])
def test_who_use_it_are_among_the_people_concerned(acme, act, using, concerned) -> None:
    row = running(acme, days=5)
    with refused("adoption_out_of_range"):
        tell(act, row, using, concerned)


def test_a_day_ahead_and_a_stranger_are_refused(acme, act) -> None:
    row = running(acme, days=5)
    with refused("date_ahead"):
        tell(act, row, on=TODAY + DAY)
    with refused("not_in_role"):
        tell(acting(acme.actor("viewer"), now=NOW, today=TODAY), row)


def test_the_interface_tells_and_lists(acme) -> None:
    row, call = running(acme, days=5), caller(acme, "executive")
    told = call("post", f"initiatives/{row.id}/adoption/", {"using": 3, "concerned": 9})
    assert (told.status_code, told.json()["using"], told.json()["by_link"]) == (201, 3, False)
    (listed,) = call("get", f"initiatives/{row.id}/adoption/").json()["results"]
    assert listed == told.json()
    wrong = call("post", f"initiatives/{row.id}/adoption/", {"using": 10, "concerned": 9})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "adoption_out_of_range")
