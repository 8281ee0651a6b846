"""The application as a WSGI server sees it."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

from sentra.law import library

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentra.site.settings")
application = get_wsgi_application()

# The texts of the law take a second to read: while nobody waits for them yet.
Thread(target=library, name="law", daemon=True).start()
