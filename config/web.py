"""The pages and the API as a process: `python -m config.web`, with the options of granian.

It imports the application once and then forks the workers, which so share its memory; a worker that
ended is replaced at once. A new version of the code needs a restart, not a reload.
"""

import gc
from importlib import import_module

import django
from django.conf import settings
from granian.cli import entrypoint

if __name__ == "__main__":
    gc.disable()  # nothing of what is imported is garbage
    django.setup()
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()  # the collector would write to the pages that the workers share
    gc.enable()
    entrypoint()
