"""`python -m local.embedded CHECKOUT`: the keeper as a process."""

import signal
import sys
from pathlib import Path

from local.embedded.keeper import keep
from local.embedded.place import ServicesPlace

signal.signal(signal.SIGINT, signal.SIG_IGN)
keep(ServicesPlace(Path(sys.argv[1])))
