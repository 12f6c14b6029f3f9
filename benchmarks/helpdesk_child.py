"""django-helpdesk in its own environment: makes a fresh desk, then tickets on demand.

Run by that environment's Python: `helpdesk_child.py FOLDER`. Reads how many from its standard input, line by
line, and answers each with the seconds that it took. Settings of SQLite are the product's own.
"""

import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.backends.signals import connection_created

urlpatterns: list[object] = []  # filled once Django is set up
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "cache_size=-32000")


def prepare(folder: Path) -> None:
    settings.configure(
        SECRET_KEY="bench",
        DEBUG=False,
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "helpdesk.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.sites",
            "django.contrib.admin", "django.contrib.messages", "django.contrib.humanize", "rest_framework", "helpdesk",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        SITE_ID=1,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        ROOT_URLCONF=__name__,
        MEDIA_ROOT=str(folder / "media"),
        HELPDESK_TEAMS_MODE_ENABLED=False,
    )  # fmt: skip
    connection_created.connect(_set_pragmas)
    django.setup()
    from django.urls import include, path

    urlpatterns.append(path("", include("helpdesk.urls", namespace="helpdesk")))
    call_command("migrate", verbosity=0)


def _set_pragmas(connection: object, **_: object) -> None:
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")


def main(folder: Path) -> None:
    prepare(folder)
    from django.contrib.auth import get_user_model
    from helpdesk.forms import TicketForm
    from helpdesk.models import Queue

    user = get_user_model().objects.create_user("bench", is_staff=True)
    queue = Queue.objects.create(title="Bench", slug="bench", allow_public_submission=True)

    def make() -> None:
        data = {
            "queue": str(queue.id), "title": "大堂发光字不亮", "body": "昨晚开始大堂发光字左侧偏暗，请尽快安排。",
            "priority": "3", "submitter_email": "caller@example.com",
        }  # fmt: skip
        form = TicketForm(data=data, queue_choices=[(queue.id, queue.title)])
        if not form.is_valid():
            raise SystemExit(f"the form refuses: {form.errors}")
        with transaction.atomic():
            form.save(user=user)

    make()
    print("ready", flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        for _ in range(int(line)):
            make()
        print(time.perf_counter() - started, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
