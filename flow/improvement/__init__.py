"""How a team improves how it works: retrospectives, the ratchet of its limits, its readiness."""
