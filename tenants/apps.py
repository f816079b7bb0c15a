from django.apps import AppConfig
from django.core.checks import Tags, register

from tenants.checks import company_models_stand_alone


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self) -> None:
        register(company_models_stand_alone, Tags.models)
