"""What each of granian's processes runs: the WSGI application, which ends with the web server."""

from django.core.wsgi import get_wsgi_application

from .processes import end_with_parent

end_with_parent()
application = get_wsgi_application()
