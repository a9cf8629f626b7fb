"""Every number of flow, reckoned once more: slowly, in the open, in plain Python.

It is written from the definitions alone and shares no code with `flow`, so that both can be held
against each other. Where `flow` adds up differences, this looks at every card on every day; where
`flow` goes back from the end, this replays what happened from the beginning.

`values` is what is known of a board, `replay` follows one card, `counts` looks at a board day by
day, `figures` makes one number of many, and `chance` makes boards up.
"""
