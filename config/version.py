VERSION = "0.1.0"  # as pyproject.toml has it; a backup says which Sluice made it
