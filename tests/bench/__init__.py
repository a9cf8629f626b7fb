"""`make bench`: how fast moves, pages and flow are here and now, beside the targets of the design.

It prints, it does not judge. All figures of a run come from one machine at one time, so that the
ratios between them hold even where the figures themselves do not.
"""
