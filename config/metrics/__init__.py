"""What Prometheus reads of this host: `/metrics`, where METRICS_FROM names who may.

Several processes of a kind run side by side, so each writes its numbers into a file of its own, and
the one that is asked adds them up. Nothing of this is imported where nobody is named.
"""
