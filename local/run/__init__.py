"""`make run`: everything that makes a Sluice on this machine, started and stopped as one."""
