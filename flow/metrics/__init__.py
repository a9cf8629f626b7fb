"""What the stays and blocks of a board add up to: measures, facts, forecasts and their pages."""
