"""One page that reads the company it is served for, under a name that asks nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from governance.members.models import Member


def names(request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(sorted(Member.objects.values_list("email", flat=True))))


urlpatterns = [path("names/", names, name="landing")]
