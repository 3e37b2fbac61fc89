"""The WSGI application that granian, PythonAnywhere and every other WSGI server run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
application = get_wsgi_application()
