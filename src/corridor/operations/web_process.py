"""What each of granian's processes runs: the WSGI application, which ends with the web server."""

import gc

from django.core.wsgi import get_wsgi_application

from .processes import end_with_parent

end_with_parent()
application = get_wsgi_application()

# What was loaded stays, and pages leave little behind: looking through it all again and again costs more.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
