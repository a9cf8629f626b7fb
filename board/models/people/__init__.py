"""People, their memberships of boards, and their credentials."""
