from django.urls import URLPattern, URLResolver, path

from portfolio.api.decisions import InitiativeDecisions, ReviewItemDecision
from portfolio.api.entries import (
    InitiativeExpenses,
    InitiativeMeasurements,
    InitiativeObjectives,
    ObjectiveDetail,
)
from portfolio.api.initiatives import InitiativeDetail, InitiativeList
from portfolio.api.overview import DashboardDetail, PortfolioDetail, ReviewDetail, ReviewList

ONE = "initiatives/<uuid:initiative_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("dashboard/", DashboardDetail.as_view(), name="api_dashboard"),
    path("initiatives/", InitiativeList.as_view(), name="api_initiatives"),
    path(ONE, InitiativeDetail.as_view(), name="api_initiative"),
    path(f"{ONE}decisions/", InitiativeDecisions.as_view(), name="api_initiative_decisions"),
    path(f"{ONE}expenses/", InitiativeExpenses.as_view(), name="api_initiative_expenses"),
    path(
        f"{ONE}measurements/", InitiativeMeasurements.as_view(), name="api_initiative_measurements"
    ),
    path(f"{ONE}objectives/", InitiativeObjectives.as_view(), name="api_initiative_objectives"),
    path("objectives/<uuid:objective_id>/", ObjectiveDetail.as_view(), name="api_objective"),
    path("portfolio/", PortfolioDetail.as_view(), name="api_portfolio"),
    path("reviews/", ReviewList.as_view(), name="api_reviews"),
    path("reviews/<uuid:review_id>/", ReviewDetail.as_view(), name="api_review"),
    path(
        "reviews/<uuid:review_id>/items/<uuid:item_id>/decisions/",
        ReviewItemDecision.as_view(),
        name="api_review_item_decisions",
    ),
]
