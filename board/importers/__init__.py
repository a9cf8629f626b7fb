"""The exports of other tools, read into arrivals that a board takes in.

A file is read whole before anything is written, so that all that is wrong with it is said at once.
"""
