"""Programs that the benchmark runs in processes of their own; each prints seconds, or nothing."""

HEAD = """
import time
import django
django.setup()
from django.utils import timezone
"""
PROVISION = (
    HEAD
    + """
from tenants.provisioning.selectors.compiler import compile_schema
from tenants.provisioning.services.schemas import build_spare
statements = compile_schema("zz_template")
build_spare(statements=statements, now=timezone.now())
began = time.perf_counter()
for _ in range(5):
    build_spare(statements=statements, now=timezone.now())
print((time.perf_counter() - began) / 5)
"""
)
SPARES = (
    HEAD
    + """
from django.db import connection
from tenants.provisioning.services.schemas import refill_spares
# In sessions of their own: one that has made hundreds takes four times as long for each.
for keep in [*range(25, {companies}, 25), {companies}]:
    refill_spares(keep=keep, now=timezone.now())
    connection.close()
"""
)
SWEEP = (
    HEAD
    + """
from tenants.companies.models import Organization
from tenants.due_work.models import DueWork
from tenants.due_work.services import poke_due_work
now = timezone.now()
Organization.objects.filter(state="spare").update(state="active", name="Company")
DueWork.objects.all().delete()
DueWork.objects.bulk_create(
    DueWork(organization=one, job="portfolio.keep_rhythm", due_at=now)
    for one in Organization.objects.exclude(state="template")
)
began = time.perf_counter()
while poke_due_work(now=now):
    pass
print(time.perf_counter() - began)
"""
)
IDLE_UPGRADE = (
    HEAD
    + """
from tenants.provisioning.services.upgrade import upgrade_everything
began = time.perf_counter()
upgrade_everything(now=timezone.now(), report=lambda line: None)
print(time.perf_counter() - began)
"""
)
