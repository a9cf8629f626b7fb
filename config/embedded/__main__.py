"""`python -m config.embedded CHECKOUT`: the keeper as a process."""

import signal
import sys
from pathlib import Path

from config.embedded.keeper import keep
from config.embedded.place import ServicesPlace

signal.signal(signal.SIGINT, signal.SIG_IGN)
keep(ServicesPlace(Path(sys.argv[1])))
