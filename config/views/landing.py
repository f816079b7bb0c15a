from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def landing(request: HttpRequest) -> HttpResponse:
    """What Capitaine is, and the two ways in."""
    return render(request, "tenants/landing.html")
