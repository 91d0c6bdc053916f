"""What each of granian's processes runs: the WSGI application, which ends with the web server."""

from django.core.wsgi import get_wsgi_application

from corridor.kernel.loading import loading

from .processes import end_with_parent

end_with_parent()
with loading():
    application = get_wsgi_application()
