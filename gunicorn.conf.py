"""How gunicorn serves us wherever it is started from this folder."""

preload_app = True  # the workers share what was loaded before them
