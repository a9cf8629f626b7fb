"""The measures of stays and blocks of a board: facts, forecasts and their pages."""
