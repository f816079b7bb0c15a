from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines

SUFFIXES = {".html", ".txt", ".xml"}


class Command(BaseCommand):
    help = "Compile every template of the project; name those that do not compile."

    def handle(self, *args: Any, **options: Any) -> None:
        engine = engines["django"]
        broken = []
        folder: Path = settings.BASE_DIR / "templates"
        for file in sorted(folder.rglob("*")):
            if file.suffix not in SUFFIXES:
                continue
            try:
                engine.get_template(str(file.relative_to(folder)))
            except (TemplateSyntaxError, TemplateDoesNotExist) as error:
                broken.append(f"{file}: {error}")
        if broken:
            self.stderr.write("\n".join(broken))
            raise SystemExit(1)
