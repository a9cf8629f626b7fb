"""Two working weeks of the demo board, and what its people must hear of them.

`beat` rings what beat rings, on the clock of the test; `story` is what the team does and wants;
`facts` is what can be known of the board at a moment; `promises` is written from what alerts and
digests promise, shares no code with `flow`, and says which mails are due then; `post` reads those
that the mail server took.
"""
