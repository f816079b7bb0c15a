"""Addresses of the public host that know of accounts and companies only."""

from django.urls import path

from tenants.accounts import views as sign_in
from tenants.accounts.views import companies, company_enter, operator_enter

urlpatterns = [
    path("accounts/login/", sign_in.ByMail.as_view(), name="account_login"),
    path("accounts/login/", sign_in.ByMail.as_view(), name="account_request_login_code"),
    path("accounts/login/code/", sign_in.Code.as_view(), name="account_confirm_login_code"),
    path("accounts/login/password/", sign_in.ByPassword.as_view(), name="account_password"),
    path("accounts/login/again/", sign_in.sign_in_again, name="account_again"),
    path("accounts/password/set/", sign_in.SetPassword.as_view(), name="account_set_password"),
    path(
        "accounts/password/change/",
        sign_in.ChangePassword.as_view(),
        name="account_change_password",
    ),
    path("accounts/logout/", sign_in.SignOut.as_view(), name="account_logout"),
    path("companies/", companies, name="companies"),
    path("companies/<uuid:company_id>/enter/", company_enter, name="company_enter"),
    path("operator/enter/", operator_enter, name="operator_enter"),
]
