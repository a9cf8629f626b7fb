"""The metrics of this host for Prometheus: `/metrics`, for the addresses of METRICS_FROM.

Several processes of a kind run side by side, so each writes its numbers into a file of its own, and
the one that is asked adds them up. Nothing of this is imported where nobody is named.
"""
