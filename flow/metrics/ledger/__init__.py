"""The facts that flow keeps of a board, and the three ways in which they come to be.

`digests` follows the log, `nights` counts the day once more, `rebuilding` counts everything; all
three lead through `counting`, so they end with the same rows.
"""
