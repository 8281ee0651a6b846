"""The application as a WSGI server sees it."""

import os
from threading import Timer

from django.core.wsgi import get_wsgi_application

from sentra.law import library

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentra.site.settings")
application = get_wsgi_application()

# The texts of the law take a second to read: after the first page was given, and before somebody waits for them.
reading = Timer(5, library)
reading.daemon = True
reading.start()
