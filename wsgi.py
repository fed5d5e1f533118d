"""The service, for gunicorn and for `flask --app wsgi`."""

import gc

from app import create_app

app = create_app()
gc.freeze()  # what is there by now stays: looking through it for rubbish again and again takes a fifth of the time
