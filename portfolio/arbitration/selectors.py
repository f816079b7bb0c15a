"""The trade-off on one page: to start this one, what would you end or pause?"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from governance.access.rules.actors import Actor
from portfolio.cap.models import Slot
from portfolio.decisions.rules.verdicts import FREEING, Policy
from portfolio.decisions.selectors import VerdictOption, verdict_options
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import get_record, surroundings
from portfolio.life.choices import State, Verdict
from portfolio.standing.selectors.cards import Card, card
from portfolio.standing.selectors.facts import verdict_facts
from portfolio.standing.selectors.reading import known_standing, known_standings


@dataclass(frozen=True, kw_only=True)
class GiveWay:
    """One that holds a slot, with the verdicts by which it could give it.

    `before` and `after` are the slots beside it on the page, None at its ends.
    """

    no: int
    before: int | None
    after: int | None
    card: Card
    options: tuple[VerdictOption, ...]


@dataclass(frozen=True, kw_only=True)
class ArbitrationPage:
    """The one to start, whether a slot is free or already its own, and who could give one."""

    card: Card
    start: VerdictOption | None
    has_free_slot: bool
    holders: tuple[GiveWay, ...]
    policy: Policy


def arbitration_page(*, initiative_id: UUID, today: date, actor: Actor) -> ArbitrationPage:
    """The whole page, in a fixed number of queries; raises NotFound `initiative_not_found`.

    `start` is None where the state knows no start; its obstacle is never the cap itself.
    """
    record = get_record(initiative_id=initiative_id, today=today)
    around = surroundings(actor=actor, today=today, known=None)
    policy, authority = around.policy, around.authority
    active = Initiative.objects.filter(state=State.ACTIVE).exclude(id=initiative_id)
    ids = active.order_by("slot").values_list("id", flat=True)
    with_room = replace(policy, active_count=0)
    own_facts = verdict_facts(record=record, today=today)
    own = verdict_options(facts=own_facts, policy=with_room, authority=authority)
    sitting = known_standings(ids=ids, today=today)
    seats = [None, *(one.record.initiative.slot_id for one in sitting), None]
    leaving = replace(
        policy,
        paused_count=policy.paused_count - int(own_facts.initiative.state is State.PAUSED),
        chosen_pauses=policy.chosen_pauses - int(own_facts.initiative.is_paused_by_choice),
    )
    holders = [
        GiveWay(
            no=one.record.initiative.slot_id or 0,
            before=seats[place],
            after=seats[place + 2],
            card=card(one, today=today),
            options=tuple(
                option
                for option in verdict_options(
                    facts=verdict_facts(record=one.record, today=today),
                    policy=leaving,
                    authority=authority,
                )
                if option.verdict in FREEING
            ),
        )
        for place, one in enumerate(sitting)
    ]
    return ArbitrationPage(
        card=card(known_standing(record, today=today), today=today),
        start=next((option for option in own if option.verdict is Verdict.START), None),
        has_free_slot=record.initiative.slot_id is not None or policy.active_count < policy.slots,
        holders=tuple(holders),
        policy=policy,
    )


def seated() -> list[tuple[int, UUID | None, str | None]]:
    """Who sits in each slot, by slot: its number, id and title, or nobody; one query."""
    rows = Slot.objects.order_by("no").values_list("no", "initiative__id", "initiative__title")
    return list(rows)
