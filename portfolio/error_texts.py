"""What the error codes of the portfolio say: what is in the way, and the next click."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, Promise] = {
    "initiative_in_register": _("This initiative stands in the register already."),
    "initiative_not_ended": _(
        "Only what is completed, or was tried with an answer, becomes a use in place."
    ),
    "legal_task_not_found": _("This duty is no longer asked."),
    "proof_missing": _("Say in a few words what was done, and where that is kept."),
    "list_not_found": _("No list of that name leaves as a file."),
    "request_not_found": _("Nobody asked for this decision in your company."),
    "request_open": _("This decision is asked for already: an answer is owed within seven days."),
    "request_settled": _("This request is settled already. Look at what became of it."),
    "authority_is_yours": _("You have the authority for this: decide it yourself."),
    "import_not_found": _("This file is no longer here: it is kept for 24 hours."),
    "import_running": _("This file is being worked on. Wait a moment, then look again."),
    "import_over": _("This file is done with. Choose it again."),
    "import_faulty": _("%(count)s cells are still in the way. Mend them first."),
    "file_empty": _("There is nothing in this file."),
    "file_unreadable": _("Send the file in base64."),
    # found or not
    "initiative_not_found": _("This initiative is not in your company's portfolio."),
    "external_ref_taken": _("Another one has the reference %(external_ref)s already."),
    "objective_not_found": _("This objective is not in this initiative."),
    "commitment_not_found": _("This commitment is already paid, or not in this initiative."),
    "quarter_paper_not_found": _("This page of a quarter was not made in your company."),
    "quarter_ask_not_found": _("There is no such ask."),
    "ask_text_missing": _("Write what you ask, in one sentence."),
    "asks_full": _("%(most)s asks stand on the next page already: that is the most."),
    "ask_answered": _("This ask is answered already."),
    "board_paper_not_found": _("This page of the board was not made in your company."),
    "note_not_found": _("This note is not in your company's portfolio, or was taken away."),
    "note_required": _("Write a few words."),
    "no_next_step": _("No next step stands on the card."),
    "use_not_small": _(
        "Only a small use goes straight to the register: minimal risk or transparency, €1,000 a"
        " year and two days at most."
    ),
    "trial_not_found": _("This trial is not in your company's portfolio."),
    "uses_invalid": _("Choose one to three uses among those of your assessment."),
    "use_case_not_found": _("This use case is not in the catalogue."),
    "review_item_not_found": _("This initiative is not in the open review."),
    "stale_version": _(
        "Somebody changed this in the meantime. Reload the page, look again, then send it."
    ),
    "member_not_found": _("This person has left the company. Choose somebody else."),
    "unknown_job": _("No job of that name has a due date to move."),
    # state
    "wrong_state": _("The initiative is not in a state that allows this. Look at where it stands."),
    "initiative_closed": _(
        "This initiative is over: nothing in it changes any more. A correction stands in the log."
    ),
    "not_active": _("Money is committed for active priorities only. Start the initiative first."),
    # start
    "not_ready": _("The file is not complete yet. Complete it, then start."),
    "cap_reached": _(
        "Every slot is taken by %(names)s. Finish, stop or pause one of them to start this one."
    ),
    "start_blocked_by_pauses": _(
        "%(paused)s initiatives are paused, more than the cap of %(cap)s. Decide on those first."
    ),
    "instead_of_frees_nothing": _("Choose an active initiative: finish it, stop it or pause it."),
    "instead_of_itself": _("An initiative cannot give its slot to itself. Choose another one."),
    "instead_of_only_with_start": _("Another initiative gives way only when one starts."),
    "pool_full": _(
        "The pool holds %(pool)s ideas, %(pool_cap)s at most. Archive or start one first: %(names)s"
        " have waited longest."
    ),
    "similar_initiatives": _(
        "Something like it is here already: %(names)s. Join it, or save yours all the same."
    ),
    "joins_itself": _("An idea cannot be joined to itself. Choose another one."),
    # what a verdict needs
    "reason_required": _("Write one sentence that says why."),
    "lesson_required": _("Write what you learned: it stays for the next ones."),
    "objective_missing": _("An idea enters the pool with an objective. Add one first."),
    "estimates_missing": _("Estimate value, effort and cost first: three taps are enough."),
    "only_at_review": _("“Continue” is said at a review. Open the review to say it."),
    "continue_twice_without_measurement": _(
        "It already went on once without a measurement. Add a measurement first."
    ),
    "criterion_needs_sentence": _(
        "A stop rule is met. To go on all the same, write one sentence that says why."
    ),
    "nothing_adjusted": _("Change at least one thing: target, date, budget, captain or scope."),
    "no_tranche_to_release": _("Every instalment is released. Adjust the budget to add one."),
    "pause_taken": _(
        "One is paused by choice already: one at a time. Restart it, return it to the pool or"
        " stop it first."
    ),
    "pause_full": _(
        "%(paused)s initiatives are paused, more than the cap of %(cap)s. Decide on those first."
    ),
    "correction_needs_slot": _(
        "Every slot is taken by %(names)s: choose which one gives way, and the state before comes"
        " back."
    ),
    "restart_required": _("Choose the day on which you will decide again, by %(latest)s."),
    "restart_not_ahead": _("Choose a day to come."),
    "restart_too_far": _("Choose a day by %(latest)s: a pause lasts 60 days at most."),
    "measurement_missing": _("Finishing takes a last measurement of every objective. Add it."),
    "run_owner_missing": _("Choose who runs it from now on."),
    "target_not_met": _(
        "The target is not met, so it cannot be called a success. Finish it without."
    ),
    "review_item_decided": _("This was already decided at the review."),
    # changes
    "objective_invalid": _("Some answers on the objective need a look."),
    "target_does_not_improve": _("The target must be better than the baseline."),
    "target_changes_by_adjust": _(
        "It has started: target and date change by the decision “Adjust”, so that the log keeps it."
    ),
    "captain_changes_by_adjust": _(
        "It has started: the captain changes by the decision “Adjust”, so that the log keeps it."
    ),
    "budget_changes_by_adjust": _(
        "It has started: the budget changes by the decision “Adjust”, so that the log keeps it."
    ),
    "budget_below_released": _(
        "€%(released)s are released already: the budget cannot be below that."
    ),
    "budget_invalid": _("The instalments must add up to the budget, each above zero."),
    "baseline_is_set": _("The baseline is already measured."),
    "range_not_ordered": _("Write the low, the likely and the high figure, in that order."),
    "odd_value": _("%(value)s is far from %(last)s. Same unit?"),
    "not_a_chance": _("Choose a chance between 5%% and 95%%."),
    "criterion_invalid": _("Complete the stop rule: what, how much, and by when."),
    "title_required": _("Say in a few words what changes, for instance “Quote in three days”."),
    "label_required": _("Say what the money is for."),
    "date_ahead": _("Choose today or a day before."),
    "guard_missing": _("No guard-rail is set: say first what must not get worse."),
    "guard_measured": _(
        "Values were told of it: what they measure stays. Only the limit and the cadence change."
    ),
    "value_or_counts": _("Give a figure, or how many among how many: the two do not agree."),
    "ratio_out_of_range": _("Count so many, not below zero, among some."),
    "adoption_out_of_range": _("People who use it are among the people concerned."),
    "advice_unknown": _("Give the token of the three names as it was read in this company."),
    "month_refused": _("Nothing is recorded yet: look at the marked values."),
    "lines_invalid": _("Nothing is recorded yet: look at the lines named."),
    "kpi_not_found": _("No KPI and no initiative has this name or reference."),
    "kpi_named_twice": _("Several have this name: write the reference."),
    "use_by_counting": _("Count who uses it among whom: 12/40."),
    "cells_three_or_four": _("Write name, day and value, separated by tabs or semicolons."),
    "too_many_lines": _("Two hundred measurements at most at once."),
    "link_not_found": _("This link does not open anything, or not any more."),
    "link_used": _("What was typed behind this link stands recorded since %(on)s."),
    "link_expired": _("This link opened until %(on)s. Sign in to measure."),
    "date_not_ahead": _("Choose a day to come."),
    # entries
    "expense_not_found": _("This line of money is not in your company's portfolio."),
    "measurement_not_found": _("This measurement is not in your company's portfolio."),
    "entry_used": _(
        "A review or a decision has relied on this line: take it back by a contrary line, "
        "with a reason."
    ),
    "entry_corrected": _("This line was corrected already. Look at the one that replaced it."),
    "order_settled": _("This order is billed: correct the bill instead."),
    "same_day": _("%(on)s has the value %(value)s already. Replace it?"),
    "odd_day": _("%(day)s is more than a year away from anything known here. Is it right?"),
    "same_total": _("That is the total already: nothing changes."),
    "only_of_days": _("Days of your own people are logged apart, as days."),
    "only_of_orders": _("Only an order can be cancelled until a day."),
    "not_after_its_date": _("What is paid ahead lasts beyond the line's own date."),
    # money
    "check_not_found": _("There is no such check of a gain."),
    "check_answered": _("This check was answered on %(on)s."),
    "check_not_due": _("This check is due on %(on)s, while the use runs."),
    "check_invalid": _("Write the value of today: it keeps the gain."),
    "run_is_worth_it": _("What runs brings what it costs: nothing is to be decided."),
    "year_invalid": _("Look at the month and the sum of the year."),
    "expense_invalid": _("Look at the amount and the day."),
    "amount_not_positive": _("Write an amount above zero."),
    "beyond_tranche": _(
        "€%(missing)s more than what is released: €%(free)s are free. A decision can release it."
    ),
    "criterion_freezes": _(
        "A stop rule is met since %(since)s: nothing new is ordered until somebody decides."
    ),
    "proof_invalid": _("Look at the marked lines of this proof."),
    "objective_first": _("Add the objective first: its KPI is what is measured."),
    "proof_not_asked": _("Nobody asks for another proof any more."),
    "proof_measured": _("The measurements tell this proof by themselves."),
    "tranche_not_found": _("This instalment is not there any more."),
    "tranche_released": _("This instalment is released already."),
    "adoption_unfinished": _(
        "It was taken over and nothing is promised yet: complete what is missing, then start it."
    ),
    "adopted_as_what": _("What runs already is taken over on a page of its own."),
    "projects_changed": _("The list has changed meanwhile. Look at it again, then choose."),
    "too_many_priorities": _(
        "You chose %(chosen)s priorities; %(free)s places are free. The others wait or stop."
    ),
    "too_many_pooled": _(
        "You chose %(chosen)s for the pool; it has room for %(room)s. Archive ideas there first, or"
        " place these otherwise."
    ),
    "too_many_projects": _("%(most)s projects at most. What is finished need not stand here."),
    "contract_incomplete": _("A contract that runs on has an end and a price."),
    "contract_over": _("A contract that runs on ends on a day ahead."),
    "proof_unmet": _(
        "What this instalment waits for is not there yet. Only an executive releases it without."
    ),
    "proof_needs_sentence": _(
        "What this instalment waits for is not there yet: say in a sentence why not to wait."
    ),
    "spending_frozen": _(
        "New spending is frozen, because the reviews stayed silent. A decision lifts it."
    ),
    "captain_missing": _("Name a captain first: the mandate is for that person."),
    # trials
    "trial_triage_needed": _("A trial is a first use: answer the legal check first, a few taps."),
    "trial_runs": _("A trial runs already: one at a time. An executive may start a second."),
    "trials_full": _("Two trials run already. Wait for one to end."),
    "trial_too_large": _("A trial takes five days of work and €500 at most."),
    "trial_already_running": _("A trial already runs for this idea."),
    "trial_answered": _("This trial already has its answer."),
    "rates_own_trial": _("Whoever carries a trial does not rate it: name those who try it."),
    "question_required": _("Write the one question the trial answers."),
    "answer_required": _("Write what the trial has answered."),
    # cap
    "cap_out_of_range": _("The cap goes from one to three."),
    "pool_cap_out_of_range": _("The pool holds one to ninety-nine ideas."),
    "cap_below_active": _("%(names)s hold slots now. Finish, stop or pause one of them first."),
    "exception_already_granted": _("An exception already runs. It ends by itself."),
    # fields
    "already_active": _("It is active already."),
    "ahead": _("Choose today or a day before."),
    "not_ahead": _("Choose a day to come."),
    "does_not_improve": _("The target must be better than the baseline."),
    "out_of_range": _("This is out of range."),
    "not_ordered": _("Write the low, the likely and the high figure, in that order."),
    "not_positive": _("Write an amount above zero."),
    "zero": _("Write an amount other than zero."),
    "credit_note": _("A credit note pays no order: record it by itself."),
    "not_the_sum_of_its_tranches": _("The instalments must add up to the budget."),
    "incomplete": _("Complete the stop rule: what, how much, and by when."),
    "only_with_start": _("Another initiative gives way only when one starts."),
    # reviews
    "date_too_far": _("Choose a date within ten years."),
    "review_not_found": _("This review does not exist in your company."),
    "review_already_open": _("A review is open already. Go on with that one."),
    "nothing_to_review": _("Nothing is active: there is nothing to review yet."),
    "review_undecided": _("Still to decide before closing: %(names)s."),
    "review_closed": _("This review is closed."),
    "nothing_proposed": _("Nothing is proposed that waits to be confirmed."),
    "proposal_stale": _(
        "The facts of “%(title)s” have changed since this was proposed. Look at them, then decide."
    ),
    "proposal_incomplete": _("“%(title)s” needs a figure or a date: complete it, then decide."),
    "question_open": _("A question already waits for its answer."),
    "proposer_left": _("Whoever proposed this can no longer answer: decide on what is written."),
    "no_question": _("No question waits for an answer here."),
    "hours_need_a_use": _("Say what the hours were given to."),
    "gain_not_confirmed": _("Three attested months are needed before one says where it was seen."),
    "live_ahead": _("It cannot be in use since a day that is ahead: say when it is expected."),
    "go_live_past": _("Expected on a day that is over: choose one ahead, or say it is in use."),
    "go_live_required": _("Say when it goes live: time counts from then."),
    "closed_months_invalid": _("Choose three closed months at most."),
    "day_price_out_of_range": _("Give a price between 1 € and 10,000 € a day."),
    "days_out_of_range": _("Choose a number of days above zero."),
}
