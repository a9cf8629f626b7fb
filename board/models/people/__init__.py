"""People, their seats on boards, and what proves that a request is theirs."""
