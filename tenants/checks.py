"""What the models of company apps may never do; asked by `manage.py check` and every start."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import models

# Rows that have a name of their own and are never made by a person.
NATURAL_KEYS = frozenset(
    {
        "portfolio.Portfolio",
        "portfolio.Rollup",
        "portfolio.Slot",
        "portfolio.StoredTrio",
        "governance.Canary",
        "governance.ChainHead",
        "governance.Charter",
        "assessments.ObservedFact",
    }
)


def company_models_stand_alone(
    app_configs: Sequence[AppConfig] | None = None, **options: Any
) -> list[CheckMessage]:
    """Every way in which a model of a company app would tie companies together or mix them up."""
    return list(_errors(company_models(), company_apps()))


def company_apps() -> frozenset[str]:
    """The labels of the apps whose tables live in company schemas."""
    names = set(settings.TENANT_APPS)
    return frozenset(config.label for config in apps.get_app_configs() if config.name in names)


def company_models() -> list[type[models.Model]]:
    """The models whose tables live in company schemas, many-to-many tables included."""
    labels = company_apps()
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.app_label in labels]


def _errors(found: list[type[models.Model]], labels: frozenset[str]) -> Iterator[CheckMessage]:
    for name in sorted(set(settings.TENANT_APPS) & set(settings.SHARED_APPS)):
        yield Error(f"{name} is both shared and a company's app", id="tenants.E001")
    for model in found:
        yield from model_errors(model, labels)


def model_errors(model: type[models.Model], labels: frozenset[str]) -> Iterator[CheckMessage]:
    """What is wrong with one company model, given the labels of the company apps."""
    for field in model._meta.local_fields:
        target = field.remote_field.model if field.remote_field else None
        if target is not None and target._meta.app_label not in labels:
            hint = "Keep the id in a UUIDField; the public row may go or move without this one."
            yield Error(
                f"{field} is a foreign key to a public table",
                hint=hint,
                obj=model,
                id="tenants.E002",
            )
    key = model._meta.pk
    if model._meta.label not in NATURAL_KEYS and not _is_uuid(key):
        hint = "Use UUIDField(primary_key=True, default=uuid7), so that no id exists twice."
        yield Error("the primary key is no UUID", hint=hint, obj=model, id="tenants.E003")
    for field in model._meta.private_fields:
        if type(field).__module__.startswith("django.contrib.contenttypes"):
            hint = "Content types are cached per process and differ between schemas."
            yield Error(f"{field.name} is generic", hint=hint, obj=model, id="tenants.E004")


def _is_uuid(key: Any) -> bool:
    """A UUID, or a one-to-one key to a row that has one."""
    while key is not None and key.remote_field is not None:
        key = key.remote_field.model._meta.pk
    return isinstance(key, models.UUIDField)
