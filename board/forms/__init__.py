"""The forms of boards, cards and people."""
