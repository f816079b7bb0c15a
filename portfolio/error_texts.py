"""What the error codes of the portfolio say: what is in the way, and the next click."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, Promise] = {
    # starting
    "cap_reached": _(
        "All %(slots)s places are taken: %(names)s. To start this one, finish, pause or stop one."
    ),
    "not_ready": _("This is not ready to start yet. See the short list on its page."),
    "start_blocked_by_pauses": _(
        "%(paused)s initiatives are paused, more than your %(cap)s places. "
        "Stop or restart one of them first."
    ),
    "instead_of_frees_nothing": _(
        "The one you chose holds no place, or this would not free it. Choose another one."
    ),
    "instead_of_itself": _("An initiative cannot give its place to itself."),
    "instead_of_only_with_start": _("Only a start can take the place of another initiative."),
    # verdicts
    "wrong_state": _("This decision does not fit where the initiative stands. Reload the page."),
    "objective_missing": _("First say what it should change: add an objective."),
    "estimates_missing": _("First estimate value, effort and cost: a tap each is enough."),
    "reason_required": _("Write one sentence that says why."),
    "lesson_required": _("Write what was learned: one sentence is enough."),
    "only_at_review": _("To continue is said at a review."),
    "continue_twice_without_measurement": _(
        "You already continued once without a measurement. Add one, or decide otherwise."
    ),
    "criterion_needs_sentence": _(
        "A stop criterion is met. To continue, write one sentence that says why."
    ),
    "nothing_adjusted": _("Say what changes: target, date, budget, captain or scope."),
    "no_tranche_to_release": _("The whole budget is released already."),
    "pause_full": _(
        "%(paused)s initiatives are paused, as many as your %(cap)s places. "
        "Stop or restart one of them first."
    ),
    "restart_required": _("Give a restart date, on %(latest)s at the latest."),
    "restart_not_ahead": _("The restart date comes after today."),
    "restart_too_far": _("A pause lasts sixty days at most: until %(latest)s."),
    "measurement_missing": _("Add the last measurement of each objective first."),
    "run_owner_missing": _("Say who runs it from now on."),
    "target_not_met": _("The target is not met: finish it without calling it a success."),
    "budget_below_released": _("%(released)s € are released already: the budget cannot be less."),
    "target_does_not_improve": _("The target must be better than the starting point."),
    "date_not_ahead": _("Choose a date after today."),
    "date_ahead": _("Choose a date that is not in the future."),
    "date_too_far": _("Choose a date within ten years."),
    # cap
    "cap_out_of_range": _("Choose between %(lowest)s and %(highest)s places."),
    "cap_below_active": _(
        "%(active)s initiatives are active: %(names)s. "
        "Finish, pause or stop %(to_end_first)s first."
    ),
    "exception_already_granted": _("An exception is running already. There is one at a time."),
    # initiatives
    "initiative_not_found": _("This initiative does not exist in your company."),
    "initiative_closed": _("This initiative is over: it cannot be changed any more."),
    "title_required": _("Give it a title."),
    "range_not_ordered": _("Write the lowest figure first, the highest last."),
    "not_a_chance": _("Write a chance between 0 and 1."),
    "captain_changes_by_adjust": _("It has started: a new captain is a decision, “adjust”."),
    "objective_not_found": _("This objective does not exist in your company."),
    "objective_invalid": _("Some lines of the objective are missing or do not fit."),
    "target_changes_by_adjust": _("It has started: a new target or date is a decision, “adjust”."),
    "baseline_is_set": _("The starting point is measured already and stays."),
    "criterion_invalid": _("A stop criterion needs a figure, or a date."),
    # money
    "budget_invalid": _("The instalments must add up to the budget."),
    "budget_changes_by_adjust": _("It has started: a new budget is a decision, “adjust”."),
    "beyond_tranche": _(
        "%(free)s € can still be committed; %(missing)s € are missing. "
        "Release the next instalment, or adjust the budget."
    ),
    "spending_frozen": _(
        "Nobody decided on this initiative in time: new spending waits for a decision."
    ),
    "not_active": _("Money is committed for active initiatives only."),
    "amount_not_positive": _("Write an amount above zero."),
    "expense_invalid": _("Write an amount above zero and a date that is not in the future."),
    "label_required": _("Say what the money is for."),
    "commitment_not_found": _("This commitment is paid already, or is not of this initiative."),
    # trials
    "trials_full": _("%(running)s trials are running, as many as your places. End one first."),
    "trial_too_large": _("A trial takes %(days)s days of work and %(money)s € at most."),
    "trial_already_running": _("A trial of this idea is running already."),
    "trial_answered": _("This trial has its answer already."),
    "trial_not_found": _("This trial does not exist in your company."),
    "answer_required": _("Write the answer: one sentence is enough."),
    "question_required": _("Write the question."),
    # reviews
    "review_not_found": _("This review does not exist in your company."),
    "review_item_not_found": _("This initiative is not in the open review."),
    "review_item_decided": _("This initiative has its verdict in this review already."),
    "review_already_open": _("A review is open already. Go on with that one."),
    "nothing_to_review": _("Nothing is active: there is nothing to review yet."),
    "review_undecided": _("Still to decide before closing: %(names)s."),
    "review_closed": _("This review is closed."),
    "question_open": _("A question already waits for its answer."),
    "no_question": _("No question waits for an answer here."),
    "days_out_of_range": _("Choose a number of days above zero."),
}
