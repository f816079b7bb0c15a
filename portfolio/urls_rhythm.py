from django.urls import URLPattern, URLResolver, path

from portfolio.views import dashboard, reviews, settings

ITEM = "reviews/<uuid:review_id>/<uuid:initiative_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("reviews/", reviews.review, name="review"),
    path("reviews/<uuid:review_id>/", reviews.review_detail, name="review_detail"),
    path("reviews/<uuid:review_id>/close/", reviews.review_close, name="review_close"),
    path(ITEM, reviews.review_item, name="review_item"),
    path(f"{ITEM}question/", reviews.review_question, name="review_question"),
    path(f"{ITEM}answer/", reviews.review_answer, name="review_answer"),
    path("settings/portfolio/", settings.settings_portfolio, name="settings_portfolio"),
]
