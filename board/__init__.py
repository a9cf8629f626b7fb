"""The board and its rules. Imports Django and libraries, nothing of ours."""
