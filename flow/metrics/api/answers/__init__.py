"""The answers of the API about flow, one module a question.

Days are those of the board's zone; times are in seconds.
"""
