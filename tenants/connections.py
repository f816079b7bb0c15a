from typing import cast

import django.db

from tenants.database.base import DatabaseWrapper

# Django's connection of this thread, under the type of our own backend.
connection = cast(DatabaseWrapper, django.db.connection)
