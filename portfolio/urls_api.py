from django.urls import URLPattern, URLResolver, path

from portfolio.adoption.api import InitiativeAdoption
from portfolio.aid.api import InitiativeAid
from portfolio.board.api import BoardPaperDetail, BoardPapers, KeptBoardPaper
from portfolio.calendars.api import CalendarDetail
from portfolio.consultations.api import ConsultationDetail, Consultations
from portfolio.criteria.api import InitiativeCriteria
from portfolio.dashboard.api import DashboardDetail
from portfolio.decisions.api import InitiativeDecisions, ReviewItemDecision
from portfolio.guards.api import InitiativeGuard, InitiativeGuardValues
from portfolio.hindsight.api import KnownOnDay
from portfolio.imports.api import ImportDetail, Imports
from portfolio.initiatives.api import InitiativeDetail, InitiativeList, InitiativeStepDone
from portfolio.lessons.api import Lessons
from portfolio.mandates.api import InitiativeMandate, MandateLetter
from portfolio.mine.api import MyDuties
from portfolio.money.api import (
    ExpenseDetail,
    ExpenseReversal,
    InitiativeDays,
    InitiativeExpenses,
    InitiativeRunning,
    InitiativeTotal,
)
from portfolio.notes.api import InitiativeNotes, NoteDetail
from portfolio.objectives.api import (
    InitiativeMeasurements,
    InitiativeObjectives,
    MeasurementDetail,
    MeasurementReversal,
    Measurements,
    ObjectiveDetail,
    ObjectiveVerification,
)
from portfolio.obligations.api import (
    LegalChanges,
    LegalTaskDetail,
    LegalTasks,
    RegisterClassification,
)
from portfolio.pace.api import GovernancePace
from portfolio.portfolio.api import PortfolioDetail
from portfolio.proposals.api import InitiativeInterest
from portfolio.quarters.api import (
    KeptQuarterPaper,
    QuarterAskReply,
    QuarterAsks,
    QuarterPaperDetail,
    QuarterPapers,
)
from portfolio.requests.api import (
    AnswerTime,
    AuthorityRequestRefusal,
    AuthorityRequests,
    InitiativeRequests,
)
from portfolio.reviews.api import (
    DecisionCorrection,
    ReviewClosure,
    ReviewConfirmations,
    ReviewDetail,
    ReviewHandover,
    ReviewItemConfirmation,
    ReviewItemProposal,
    ReviewItemQuestion,
    ReviewItemReply,
    ReviewList,
    ReviewMinutes,
)
from portfolio.search.api import Search
from portfolio.settings.api import (
    PortfolioCalendar,
    PortfolioCap,
    PortfolioPoolCap,
    PortfolioSettings,
)
from portfolio.skills.api.literacy import LiteracyAttendance, LiteracyMeasures
from portfolio.skills.api.skills import (
    CompanySkills,
    SkillLevels,
    SkillPlanCompletion,
    SkillPlanDetail,
    SkillPlans,
)
from portfolio.spending.api import Spending
from portfolio.triage.api import InitiativeTriage, TriageDpia, TriageEvidence
from portfolio.trials.api import (
    InitiativeTrials,
    OwnRating,
    TrialDetail,
    TrialEnd,
    TrialUsers,
)
from portfolio.trio.api import TrioDetail
from portfolio.value.api import GainCheckAnswer, LedgerDetail

ONE = "initiatives/<uuid:initiative_id>/"
PLAN = "skills/plans/<uuid:skill_plan_id>/"
ITEM = "reviews/<uuid:review_id>/items/<uuid:item_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "decisions/<uuid:decision_id>/correction/",
        DecisionCorrection.as_view(),
        name="api_decision_correction",
    ),
    path("law/tasks/", LegalTasks.as_view(), name="api_legal_tasks"),
    path("law/tasks/<uuid:task_id>/", LegalTaskDetail.as_view(), name="api_legal_task"),
    path(
        "register/<uuid:entry_id>/classification/",
        RegisterClassification.as_view(),
        name="api_register_law",
    ),
    path("law/changes/", LegalChanges.as_view(), name="api_legal_changes"),
    path("consultations/", Consultations.as_view(), name="api_consultations"),
    path(
        "consultations/<uuid:consultation_id>/",
        ConsultationDetail.as_view(),
        name="api_consultation",
    ),
    path("dashboard/", DashboardDetail.as_view(), name="api_dashboard"),
    path("governance/", GovernancePace.as_view(), name="api_governance_pace"),
    path("imports/", Imports.as_view(), name="api_imports"),
    path("imports/<uuid:import_id>/", ImportDetail.as_view(), name="api_import"),
    path("initiatives/", InitiativeList.as_view(), name="api_initiatives"),
    path(ONE, InitiativeDetail.as_view(), name="api_initiative"),
    path(f"{ONE}adoption/", InitiativeAdoption.as_view(), name="api_initiative_adoption"),
    path(f"{ONE}criteria/", InitiativeCriteria.as_view(), name="api_initiative_criteria"),
    path(f"{ONE}interest/", InitiativeInterest.as_view(), name="api_initiative_interest"),
    path(f"{ONE}decisions/", InitiativeDecisions.as_view(), name="api_initiative_decisions"),
    path(f"{ONE}days/", InitiativeDays.as_view(), name="api_initiative_days"),
    path(f"{ONE}running/", InitiativeRunning.as_view(), name="api_initiative_running"),
    path(f"{ONE}total/", InitiativeTotal.as_view(), name="api_initiative_total"),
    path(f"{ONE}aid/", InitiativeAid.as_view(), name="api_initiative_aid"),
    path(f"{ONE}expenses/", InitiativeExpenses.as_view(), name="api_initiative_expenses"),
    path(
        f"{ONE}measurements/", InitiativeMeasurements.as_view(), name="api_initiative_measurements"
    ),
    path(f"{ONE}mandate/", InitiativeMandate.as_view(), name="api_initiative_mandate"),
    path("decisions/known/", KnownOnDay.as_view(), name="api_known"),
    path(f"{ONE}requests/", InitiativeRequests.as_view(), name="api_initiative_requests"),
    path("requests/", AuthorityRequests.as_view(), name="api_authority_requests"),
    path("requests/answer-time/", AnswerTime.as_view(), name="api_answer_time"),
    path(
        "requests/<uuid:authority_request_id>/refusal/",
        AuthorityRequestRefusal.as_view(),
        name="api_authority_request_refusal",
    ),
    path("mandates/<uuid:mandate_id>/letter/", MandateLetter.as_view(), name="api_mandate_letter"),
    path(f"{ONE}next-step/done/", InitiativeStepDone.as_view(), name="api_initiative_step_done"),
    path(f"{ONE}guard-rail/", InitiativeGuard.as_view(), name="api_initiative_guard"),
    path(
        f"{ONE}guard-rail/values/",
        InitiativeGuardValues.as_view(),
        name="api_initiative_guard_values",
    ),
    path(f"{ONE}notes/", InitiativeNotes.as_view(), name="api_initiative_notes"),
    path("notes/<uuid:note_id>/", NoteDetail.as_view(), name="api_note"),
    path(f"{ONE}objectives/", InitiativeObjectives.as_view(), name="api_initiative_objectives"),
    path(f"{ONE}triage/", InitiativeTriage.as_view(), name="api_initiative_triage"),
    path(f"{ONE}triage/dpia/", TriageDpia.as_view(), name="api_triage_dpia"),
    path(f"{ONE}triage/evidence/", TriageEvidence.as_view(), name="api_triage_evidence"),
    path(f"{ONE}trials/", InitiativeTrials.as_view(), name="api_initiative_trials"),
    path("expenses/<uuid:expense_id>/", ExpenseDetail.as_view(), name="api_expense"),
    path(
        "expenses/<uuid:expense_id>/reversal/",
        ExpenseReversal.as_view(),
        name="api_expense_reversal",
    ),
    path(
        "measurements/<uuid:measurement_id>/", MeasurementDetail.as_view(), name="api_measurement"
    ),
    path(
        "measurements/<uuid:measurement_id>/reversal/",
        MeasurementReversal.as_view(),
        name="api_measurement_reversal",
    ),
    path("lessons/", Lessons.as_view(), name="api_lessons"),
    path("literacy-measures/", LiteracyMeasures.as_view(), name="api_literacy_measures"),
    path(
        "literacy-measures/<uuid:literacy_measure_id>/attendance/",
        LiteracyAttendance.as_view(),
        name="api_literacy_attendance",
    ),
    path("me/duties/", MyDuties.as_view(), name="api_duties"),
    path("measurements/", Measurements.as_view(), name="api_measurements"),
    path("objectives/<uuid:objective_id>/", ObjectiveDetail.as_view(), name="api_objective"),
    path(
        "objectives/<uuid:objective_id>/verification/",
        ObjectiveVerification.as_view(),
        name="api_objective_verification",
    ),
    path("portfolio/", PortfolioDetail.as_view(), name="api_portfolio"),
    path("portfolio/value/", LedgerDetail.as_view(), name="api_value"),
    path("quarter-paper/", QuarterPaperDetail.as_view(), name="api_quarter_paper"),
    path("quarter-papers/", QuarterPapers.as_view(), name="api_quarter_papers"),
    path(
        "quarter-papers/<uuid:quarter_paper_id>/",
        KeptQuarterPaper.as_view(),
        name="api_quarter_paper_kept",
    ),
    path("quarter-asks/", QuarterAsks.as_view(), name="api_quarter_asks"),
    path(
        "quarter-asks/<uuid:quarter_ask_id>/answer/",
        QuarterAskReply.as_view(),
        name="api_quarter_ask_answer",
    ),
    path("calendar/", CalendarDetail.as_view(), name="api_calendar"),
    path("board-paper/", BoardPaperDetail.as_view(), name="api_board_paper"),
    path("board-papers/", BoardPapers.as_view(), name="api_board_papers"),
    path(
        "board-papers/<uuid:board_paper_id>/",
        KeptBoardPaper.as_view(),
        name="api_board_paper_kept",
    ),
    path(f"{ONE}checks/<int:months>/", GainCheckAnswer.as_view(), name="api_gain_check"),
    path("portfolio/settings/", PortfolioSettings.as_view(), name="api_portfolio_settings"),
    path("search/", Search.as_view(), name="api_search"),
    path("portfolio/trio/", TrioDetail.as_view(), name="api_portfolio_trio"),
    path("portfolio/settings/cap/", PortfolioCap.as_view(), name="api_portfolio_cap"),
    path(
        "portfolio/settings/calendar/", PortfolioCalendar.as_view(), name="api_portfolio_calendar"
    ),
    path("portfolio/settings/pool-cap/", PortfolioPoolCap.as_view(), name="api_portfolio_pool_cap"),
    path("reviews/", ReviewList.as_view(), name="api_reviews"),
    path("reviews/<uuid:review_id>/", ReviewDetail.as_view(), name="api_review"),
    path("reviews/<uuid:review_id>/closure/", ReviewClosure.as_view(), name="api_review_closure"),
    path("reviews/<uuid:review_id>/minutes/", ReviewMinutes.as_view(), name="api_review_minutes"),
    path(
        "reviews/<uuid:review_id>/confirmations/",
        ReviewConfirmations.as_view(),
        name="api_review_confirmations",
    ),
    path(
        "reviews/<uuid:review_id>/handover/", ReviewHandover.as_view(), name="api_review_handover"
    ),
    path(
        f"{ITEM}confirmation/",
        ReviewItemConfirmation.as_view(),
        name="api_review_item_confirmation",
    ),
    path(f"{ITEM}proposal/", ReviewItemProposal.as_view(), name="api_review_item_proposal"),
    path(f"{ITEM}answer/", ReviewItemReply.as_view(), name="api_review_item_answer"),
    path(f"{ITEM}decisions/", ReviewItemDecision.as_view(), name="api_review_item_decisions"),
    path(f"{ITEM}question/", ReviewItemQuestion.as_view(), name="api_review_item_question"),
    path("spending/", Spending.as_view(), name="api_spending"),
    path("skills/", CompanySkills.as_view(), name="api_skills"),
    path("skills/people/<uuid:member_id>/levels/", SkillLevels.as_view(), name="api_skill_levels"),
    path("skills/plans/", SkillPlans.as_view(), name="api_skill_plans"),
    path(PLAN, SkillPlanDetail.as_view(), name="api_skill_plan"),
    path(f"{PLAN}completion/", SkillPlanCompletion.as_view(), name="api_skill_plan_completion"),
    path("trials/<uuid:trial_id>/", TrialDetail.as_view(), name="api_trial"),
    path("trials/<uuid:trial_id>/answer/", TrialEnd.as_view(), name="api_trial_answer"),
    path("trials/<uuid:trial_id>/rating/", OwnRating.as_view(), name="api_trial_rating"),
    path("trials/<uuid:trial_id>/users/", TrialUsers.as_view(), name="api_trial_users"),
]
