"""The arithmetic of flow: values in, values out; the clock and the dice are arguments.

Nothing here knows Django, a database or the time of day. Each measure says in its docstring what
it takes and gives, in which unit, and where its definition is from; "ours" is a rule that the
sources leave open.

- Kanban Guide: Coleman, Vacanti, *The Kanban Guide* (May 2025), the four measures of flow
- Vacanti: *Actionable Agile Metrics for Predictability*, counting of days, pace, total age
- Wheeler: *Understanding Variation*, the XmR chart
- Little: "A Proof for the Queuing Formula L = λW", Operations Research 9 (1961)
"""
