"""What the error codes of governance say; the edge adds who can, from the error's facts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, Promise] = {
    "inquiry_not_found": _("This link is closed: ask whoever sent it for a new one."),
    "vendor_answers_empty": _("Answer one question at least."),
    "vendor_not_answered": _("This vendor has not answered yet."),
    # authority
    "not_in_role": _("Your role does not carry this. Ask one of those who can."),
    "not_for_keys": _("No key may ever do this: sign in and do it in the browser."),
    "no_mandate": _("This asks for a mandate, and you hold none. Ask one of those who can."),
    "mandate_revoked": _("This mandate was revoked. An executive can write a new one."),
    "mandate_declined": _("This mandate was declined. An executive can write a new one."),
    "mandate_accepted": _("This mandate is accepted already. An executive can revoke it."),
    "remark_missing": _("Say in a sentence what you want to discuss."),
    "outside_scope": _("Your mandate is about something else. Ask one of those who can."),
    "mandate_not_accepted": _("Your mandate waits for your signature: accept it, then decide."),
    "mandate_not_started": _(
        "Your mandate has not begun yet. Until then, ask one of those who can."
    ),
    "mandate_expired": _("This mandate has ended. An executive can renew it in one tap."),
    "verdict_not_given": _(
        "Your mandate does not give you this verdict. Ask one of those who can."
    ),
    "above_ceiling": _(
        "The amount is above what your mandate lets you decide at once. Ask one of those who can."
    ),
    "above_total": _(
        "With this amount, your mandate's total would be passed. Ask one of those who can."
    ),
    "sign_in_required": _("Sign in to go on; you will come back here."),
    # members
    "role_above_own": _("This role stands above yours. Ask one of those who can."),
    "last_executive": _(
        "%(name)s is the last executive. Make somebody else an executive first, then do this."
    ),
    "already_member": _("%(name)s is already a member. You can change the role in the list."),
    "email_invalid": _("Write an e-mail address such as name@company.com."),
    "member_left": _("This person has left the company. Invite them again first."),
    # changes
    "changes_gone": _(
        "Changes are kept for 90 days, and a restored company has another history. Ask without "
        "“since” where to begin, read the lists again, then go on from “next”."
    ),
    # webhooks
    "webhook_not_found": _("This webhook does not exist in your company."),
    "webhook_invalid": _("Some entries cannot be taken like this: look at the marked lines."),
    "webhooks_spent": _("A company keeps %(most)s webhooks at most: delete one first."),
    "webhook_paused": _("This webhook is paused: resume it first."),
    "letter_not_found": _("This has left meanwhile, or was let go."),
    "delivery_not_found": _("This delivery does not exist in your company."),
    # company
    "host_label_invalid": _(
        "An address is made of 2 to 40 small letters, figures and single hyphens."
    ),
    "host_label_reserved": _("This word is reserved. Choose another one."),
    "hosts_spent": _("A company keeps five addresses at most: take up one of them again."),
    "host_taken": _("A company already answers under this name. Choose another one."),
    # mandates
    "mandate_not_found": _("This mandate does not exist in your company."),
    "mandate_terms": _("The letter cannot be written like this: look at the marked lines."),
    "not_the_holder": _("Only its holder can accept this mandate."),
    "holder_role_too_low": _(
        "%(name)s's role is too narrow for this mandate. Change the role first, under Members."
    ),
    "reason_missing": _("Write one sentence that says why."),
    # papers
    "papers_busy": _("Another paper is being printed. Try again in a few seconds."),
    # triage
    "triage_not_found": _("This initiative has no legal check yet: answer it first."),
    "triage_answers": _("Some answers are missing or unknown: look at the marked lines."),
    "full_triage_needed": _("This use has no short way: answer the full legal check."),
    "evidence_unknown": _("This evidence is not asked for."),
    "dpia_not_due": _("No impact assessment is due for this use."),
    "dpia_cannot_be_waived": _(
        "This kind of processing is on the authority's list: the impact assessment is required. "
        "Give its reference."
    ),
    "triage_prohibited": _(
        "This use is prohibited: it cannot start. Have it reviewed by a lawyer."
    ),
    "triage_evidence_missing": _("Some evidence is still missing: add it to the legal check."),
    "triage_open": _("Some questions of the legal check have no answer yet: answer them first."),
    "triage_to_review": _(
        "To be checked: the law may prohibit this use. Nothing starts before an executive has "
        "written who checked, and why."
    ),
    "cse_open": _(
        "The works council comes first: give the day its consultation ended, the record that there "
        "is none, or an executive's reason."
    ),
    "evidence_malformed": _("Some evidence cannot be kept like this: look at the marked lines."),
    "consultation_invalid": _("Look at the marked lines of this consultation."),
    "consultation_not_found": _("This consultation is not in your company."),
    "before_asked": _("An opinion comes after the information was handed over."),
    "triage_needed": _("The legal check of one of these uses is not answered yet."),
    "date_needed": _("Give a day: 2026-11-26."),
    "date_in_future": _("This day has not come yet."),
    "ground_needed": _("Choose one of the three reasons."),
    "counsel_needed": _("Give counsel's name and the date."),
    "dpia_open": _("The impact assessment is open: give its reference, or a reasoned waiver."),
    # register
    "entry_not_found": _("This use is not in your company's register."),
    "entry_invalid": _("Some answers do not fit together: look at the marked lines."),
    "entry_not_in_use": _("This use is not running: there is nothing to stop."),
    "stop_not_asked": _("Nobody asked for this stop. Ask for it first."),
    "stop_person_needed": _("Say who stops it: a member, or an e-mail address."),
    "stop_one_person": _("Name one: a member, or an address outside the company."),
    "stop_needed": _("Say how it is stopped."),
    "checker_needed": _("Name who checks what the agent does."),
    "rights_needed": _("Say what the agent may read, write, send or spend, or may never do."),
    "tool_needed": _("Write a name, even “I do not know”."),
    "condition_needed": _("Orange asks for its condition."),
    "owner_needed": _("Name who answers for it before it is allowed."),
    "data_needed": _("Say which data may go in before it is allowed."),
    "personal_account": _(
        "Personal data in a personal account is an incident, not a use to allow: change the "
        "account or the data first."
    ),
    "users_together": _("Give both numbers of people and the day they were counted."),
    "users_too_many": _("More people use it than there are."),
    "notice_after_end": _("Notice is given before the contract ends."),
    "day_to_come": _("This day has not come yet."),
    "member_unknown": _("This person is not a member of your company."),
    "software_not_found": _("This software is not on your list."),
    "software_known": _("This software is on the list already."),
    "door_not_found": _("This address is closed. Ask your company for the new one."),
    "table_invalid": _("Nothing was written: some cells cannot be taken."),
    "unreadable_table": _("This is no table: separate the cells by ; or , or tabs."),
    "table_empty": _("There is no row in this table."),
    "unknown_column": _("The register has no such column."),
    "column_twice": _("This column stands twice."),
    "column_needed": _("The column tool is missing."),
    "too_many_cells": _("This row has more cells than the heading."),
    "too_many_rows": _("At most 5,000 rows at once."),
    "status_by_act": _("A status follows from the light, or from a stop asked for and confirmed."),
    "not_a_day": _("This is no day. Write 28/02/2027."),
    "not_a_number": _("This is no number."),
    "number_ambiguous": _("This number can be read in two ways: leave out the thousands mark."),
    "not_whole": _("Write a whole number."),
    "out_of_range": _("This number is out of range."),
    "unknown_code": _("This code is not one of those offered."),
    # charter
    "charter_invalid": _("The charter cannot stand like this: look at the marked lines."),
    "charter_no_draft": _("There is no draft to publish: write one first."),
    "charter_version_not_found": _("Your company’s charter has no such version."),
    "charter_version_old": _("There is a newer version: sign that one."),
    "charter_request_not_found": _("Nobody asked for this change."),
    "charter_rules_count": _("A charter has eight to ten rules."),
    "charter_lines": _("Six lines at most: the charter stays on one page."),
    "charter_starts_soon": _("Choose a day within a month from today."),
    "charter_review_within_a_year": _("Choose a day within twelve months of its first day."),
    "contact_needed": _("Name whom to ask when in doubt."),
    "name_needed": _("Write your name."),
    # literacy
    "measure_not_found": _("This measure is not recorded in your company."),
    # incidents
    "incident_not_found": _("This incident is not in your company’s book."),
    "incident_invalid": _("Look at the marked lines of this incident."),
    "incident_closed": _("This incident is closed with its lesson."),
    "no_personal_data": _("No personal data are in this incident: nobody has to be told."),
    "authority_open": _("Settle first whether the authority is told."),
    "lesson_needed": _("Say what was learned: it is why an incident is kept."),
    "moment_out_of_range": _("This moment has not come yet, or lies more than a year back."),
    # statements
    "statement_not_found": _("There is no such statement, or its link is closed."),
    "register_empty": _("The register is empty: nothing can be stated that it would prove."),
    "link_taken_back": _("This link was taken back: make a new statement for a new link."),
    # fields
    "verdict_missing": _("Give at least one power."),
    "verdict_unknown": _("This power does not belong to such a mandate."),
    "amount_negative": _("Write an amount of zero or more."),
    "total_below_each": _("The total cannot be below one decision's ceiling."),
    "days_out_of_range": _("Choose between half a day and 23 days a month."),
    "ends_before_start": _("The last day comes after the first."),
    "ends_in_past": _("The last day is over: choose a later one."),
    "longer_than_a_year": _("A mandate runs for twelve months at most; it can be renewed."),
    "stand_in_is_self": _("Choose somebody else: nobody stands in for himself or herself."),
    "stand_in_is_away": _("This person is away as well during those days."),
    "starts_in_past": _("The first day is over: choose today or a later one."),
    "away_too_long": _("Sixty days at most; for longer, write another mandate."),
    "absence_invalid": _("Nobody can stand in so: each field says why."),
    "no_mandate_held": _("Only who holds a mandate needs somebody to stand in."),
    "not_away": _("Nobody stands in for this person."),
    "deputy_is_holder": _("Choose somebody other than the holder."),
    "length_1_to_80": _("Write a name of 80 characters at most."),
    "unknown_scope": _("Choose at least one scope."),
    "between_1_and_365": _("Choose between 1 and 365 days."),
    "required": _("Choose an answer."),
    "unknown": _("This answer is not offered."),
}
