"""The pages of the portfolio and its initiatives."""

from django.urls import URLPattern, URLResolver, path

from portfolio.arbitration import views as arbitration
from portfolio.board import views as board
from portfolio.calendars import views as calendars
from portfolio.consultations import views as consultations
from portfolio.criteria import views as criteria
from portfolio.dashboard import views as dashboard
from portfolio.decisions import views as decisions
from portfolio.digest import views as digest
from portfolio.exports import views as exports
from portfolio.guards import views as guards
from portfolio.hindsight import views as hindsight
from portfolio.imports import views as imports
from portfolio.initiatives import views as initiatives
from portfolio.lessons import views as lessons
from portfolio.literacy import views as literacy
from portfolio.log import views as decision_log
from portfolio.mandates import views as mandates
from portfolio.measuring import views as measuring
from portfolio.mine import views as duties
from portfolio.money import views as budget
from portfolio.money import views as expenses
from portfolio.notes import views as notes
from portfolio.objectives import views as measurements
from portfolio.objectives import views as objectives
from portfolio.obligations import views as obligations
from portfolio.pace import views as pace
from portfolio.portfolio import views as portfolio
from portfolio.proofs import views as proofs
from portfolio.proposals import views as answers
from portfolio.quarters import views as quarters
from portfolio.register import views as register
from portfolio.requests import views as requests
from portfolio.reviews import views as review_items
from portfolio.reviews import views as reviews
from portfolio.search import views as search
from portfolio.settings import views as settings
from portfolio.skills import views as skills
from portfolio.spending import views as accounts
from portfolio.start import views as guided_start
from portfolio.takeover import views as taking_over
from portfolio.team import views as team
from portfolio.triage import views as triage
from portfolio.trials import views as trials
from portfolio.trio import views as trio
from portfolio.uses import views as proposals
from portfolio.value import views as ledger

IMPORT = "imports/<uuid:import_id>/"
ONE = "initiatives/<uuid:initiative_id>/"
PROOF = f"{ONE}instalments/<int:position>/proof/"
PLAN = "skills/plans/<uuid:skill_plan_id>/"
ITEM = "reviews/<uuid:review_id>/<uuid:initiative_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("start/", guided_start.start, name="start"),
    path("start/carrier/", guided_start.start_carrier, name="start_carrier"),
    path("start/uses/", guided_start.start_uses, name="start_uses"),
    path("start/figures/", guided_start.start_figures, name="start_figures"),
    path("start/triage/", guided_start.start_triage, name="start_triage"),
    path("start/go/", guided_start.start_go, name="start_go"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/value/", ledger.value, name="value"),
    path("quarter-paper/", quarters.quarter_paper, name="quarter_paper"),
    path("quarter-paper/page.pdf", quarters.quarter_paper_pdf, name="quarter_paper_pdf"),
    path(
        "quarter-papers/<uuid:quarter_paper_id>/",
        quarters.quarter_paper_kept,
        name="quarter_paper_kept",
    ),
    path(
        "quarter-papers/<uuid:quarter_paper_id>/page.pdf",
        quarters.quarter_paper_kept_pdf,
        name="quarter_paper_kept_pdf",
    ),
    path("quarter-asks/<uuid:quarter_ask_id>/", quarters.quarter_ask, name="quarter_ask"),
    path("governance/", pace.governance_pace, name="governance_pace"),
    path("board-paper/", board.board_paper, name="board_paper"),
    path("board-paper/page.pdf", board.board_paper_pdf, name="board_paper_pdf"),
    path("board-papers/<uuid:board_paper_id>/", board.board_paper_kept, name="board_paper_kept"),
    path(
        "board-papers/<uuid:board_paper_id>/page.pdf",
        board.board_paper_kept_pdf,
        name="board_paper_kept_pdf",
    ),
    path("register/", register.register, name="register"),
    path("register/from/<uuid:initiative_id>/", register.register_from, name="register_from"),
    path("lessons/", lessons.lessons, name="lessons"),
    path("portfolio/trio/", trio.trio, name="trio"),
    path("search/", search.search, name="search"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/new/", consultations.consultation_new, name="consultation_new"),
    path("consultations/<uuid:consultation_id>/", consultations.consultation, name="consultation"),
    path(
        "consultations/<uuid:consultation_id>/file.pdf",
        consultations.consultation_pdf,
        name="consultation_pdf",
    ),
    path("register/<uuid:entry_id>/law/", obligations.register_law, name="register_law"),
    path("law/", obligations.legal, name="law"),
    path("law/<uuid:task_id>/", obligations.legal_task, name="legal_task"),
    path("spending/", accounts.spending, name="spending"),
    path("imports/", imports.imports, name="imports"),
    path(IMPORT, imports.import_page, name="import_page"),
    path(f"{IMPORT}removal/", imports.import_drop, name="import_drop"),
    path(f"{IMPORT}faults.<str:form>", imports.import_faults, name="import_faults"),
    path("exports/<str:list_name>.<str:form>", exports.export, name="export"),
    path("takeover/", taking_over.takeover, name="takeover"),
    path("takeover/choice/", taking_over.takeover_choice, name="takeover_choice"),
    path("mine/", duties.mine_today, name="mine"),
    path("measurements/", measuring.measuring, name="measuring"),
    path("measurements/table/", measuring.measuring_paste, name="measuring_paste"),
    path("week/<str:token>/", digest.weekly_link, name="weekly_link"),
    path("week/<str:token>/off/", digest.weekly_off, name="weekly_off"),
    path("proposals/", answers.proposals, name="proposals"),
    path("proposals/<uuid:initiative_id>/answer/", answers.proposal_answer, name="proposal_answer"),
    path("literacy/", literacy.literacy, name="literacy"),
    path("literacy/year/", literacy.literacy_year, name="literacy_year"),
    path(
        "literacy/<uuid:literacy_measure_id>/", literacy.literacy_measure, name="literacy_measure"
    ),
    path(
        "literacy/<uuid:literacy_measure_id>/sheet/", literacy.literacy_sheet, name="literacy_sheet"
    ),
    path("settings/calendar/", calendars.settings_calendar, name="settings_calendar"),
    path("calendar/<str:token>.ics", calendars.calendar_public, name="calendar_public"),
    path("team/", team.team, name="team"),
    path("team/<str:token>/", team.team_public, name="team_public"),
    path("team/<str:token>/incident/", team.incident_public, name="incident_public"),
    path("team/<str:token>/idea/", answers.idea_public, name="idea_public"),
    path("initiatives/new/", proposals.initiative_new, name="initiative_new"),
    path(
        "diagnostic/<uuid:assessment_id>/uses/<str:use_case_id>/take/",
        proposals.use_case_take,
        name="use_case_take",
    ),
    path("skills/", skills.skills, name="skills"),
    path("skills/people/<uuid:member_id>/", skills.skill_person, name="skill_person"),
    path("skills/plans/new/", skills.skill_plan_new, name="skill_plan_new"),
    path(PLAN, skills.skill_plan, name="skill_plan"),
    path(f"{PLAN}done/", skills.skill_plan_done, name="skill_plan_done"),
    path(f"{PLAN}removal/", skills.skill_plan_drop, name="skill_plan_drop"),
    path("skills/measures/new/", skills.literacy_new, name="literacy_new"),
    path(ONE, initiatives.initiative, name="initiative"),
    path(f"{ONE}log/", initiatives.initiative_log, name="initiative_log"),
    path(f"{ONE}edit/", initiatives.initiative_edit, name="initiative_edit"),
    path(f"{ONE}estimates/", initiatives.initiative_estimates, name="initiative_estimates"),
    path(f"{ONE}captain/", initiatives.initiative_captain, name="initiative_captain"),
    path(f"{ONE}next-step/", initiatives.initiative_next_step, name="initiative_next_step"),
    path(f"{ONE}next-step/done/", notes.initiative_step_done, name="initiative_step_done"),
    path(f"{ONE}guard-rail/", guards.initiative_guard, name="initiative_guard"),
    path(f"{ONE}guard-rail/drop/", guards.initiative_guard_drop, name="initiative_guard_drop"),
    path(
        f"{ONE}guard-rail/values/",
        guards.initiative_guard_values,
        name="initiative_guard_values",
    ),
    path(f"{ONE}notes/", notes.initiative_note, name="initiative_note"),
    path("notes/<uuid:note_id>/removal/", notes.note_remove, name="note_remove"),
    path(f"{ONE}go-live/", initiatives.initiative_go_live, name="initiative_go_live"),
    path(f"{ONE}remaining/", initiatives.initiative_remaining, name="initiative_remaining"),
    path(f"{ONE}decisions/", decisions.initiative_decide, name="initiative_decide"),
    path(
        f"{ONE}decisions/<uuid:decision_id>/correction/",
        decisions.decision_correct,
        name="decision_correct",
    ),
    path(f"{ONE}start/", arbitration.arbitration, name="arbitration"),
    path(f"{ONE}objective/", objectives.initiative_objective, name="initiative_objective"),
    path(
        f"{ONE}objectives/<uuid:objective_id>/verification/",
        objectives.initiative_verification,
        name="initiative_verification",
    ),
    path(
        f"{ONE}measurements/", measurements.initiative_measurements, name="initiative_measurements"
    ),
    path(
        f"{ONE}measurements/<uuid:measurement_id>/",
        measurements.initiative_measurement,
        name="initiative_measurement",
    ),
    path(f"{ONE}expenses/", expenses.initiative_expenses, name="initiative_expenses"),
    path(f"{ONE}days/", expenses.initiative_days, name="initiative_days"),
    path(f"{ONE}running/", expenses.initiative_running, name="initiative_running"),
    path(f"{ONE}total/", expenses.initiative_total, name="initiative_total"),
    path(
        f"{ONE}expenses/<uuid:expense_id>/", expenses.initiative_expense, name="initiative_expense"
    ),
    path(f"{ONE}budget/", budget.initiative_budget, name="initiative_budget"),
    path(f"{ONE}criterion/", criteria.initiative_criterion, name="initiative_criterion"),
    path(f"{PROOF}", proofs.initiative_proof, name="initiative_proof"),
    path(f"{PROOF}answer/", proofs.initiative_proof_answer, name="initiative_proof_answer"),
    path(f"{PROOF}seen/", proofs.initiative_proof_seen, name="initiative_proof_seen"),
    path(f"{ONE}checks/<int:months>/", ledger.gain_check, name="gain_check"),
    path(f"{ONE}triage/", triage.initiative_triage, name="initiative_triage"),
    path(f"{ONE}triage/evidence/", triage.triage_evidence, name="triage_evidence"),
    path(f"{ONE}triage/dpia/", triage.triage_dpia, name="triage_dpia"),
    path("requests/", requests.authority_requests, name="authority_requests"),
    path(
        "requests/<uuid:authority_request_id>/",
        requests.authority_request,
        name="authority_request",
    ),
    path(f"{ONE}ask/", requests.initiative_ask, name="initiative_ask"),
    path("mandates/<uuid:mandate_id>/letter/", mandates.mandate_letter, name="mandate_letter"),
    path(
        "mandates/<uuid:mandate_id>/letter.pdf",
        mandates.mandate_letter_pdf,
        name="mandate_letter_pdf",
    ),
    path(f"{ONE}mandate/", mandates.initiative_mandate, name="initiative_mandate"),
    path(f"{ONE}trial/", trials.initiative_trial, name="initiative_trial"),
    path("trials/<uuid:trial_id>/", trials.trial_end, name="trial_end"),
    path("trials/<uuid:trial_id>/rating/", trials.trial_rating, name="trial_rating"),
    path("trials/<uuid:trial_id>/users/", trials.trial_users, name="trial_users"),
    path("reviews/", reviews.review, name="review"),
    path("reviews/<uuid:review_id>/", reviews.review_detail, name="review_detail"),
    path("reviews/<uuid:review_id>/minutes.pdf", reviews.review_minutes, name="review_minutes"),
    path("reviews/<uuid:review_id>/confirm/", reviews.review_confirm, name="review_confirm"),
    path("reviews/<uuid:review_id>/hand-over/", reviews.review_handover, name="review_handover"),
    path("reviews/<uuid:review_id>/close/", reviews.review_close, name="review_close"),
    path(ITEM, review_items.review_item, name="review_item"),
    path(f"{ITEM}propose/", review_items.review_propose, name="review_propose"),
    path(f"{ITEM}question/", review_items.review_question, name="review_question"),
    path(f"{ITEM}answer/", review_items.review_answer, name="review_answer"),
    path("decisions/", decision_log.decision_log, name="decision_log"),
    path("decisions/known/", hindsight.known, name="known"),
    path("decisions/log.pdf", decision_log.decision_log_pdf, name="decision_log_pdf"),
    path("settings/portfolio/", settings.settings_portfolio, name="settings_portfolio"),
]
