"""The texts of the demo board: columns, cards, and comments of the team."""

POLICIES = {
    "Ready": "Small enough to be finished within a week, and somebody can say how we will see that.",
    "Review": "Leaves when somebody else than who built it has tried it on the test crane.",
    "Release": "In the morning, never on a Friday.",
}

DESCRIPTIONS = {
    "The waiting list offers a freed berth": """\
When a berth is given back, the first skipper on the waiting list whose boat fits gets an offer
by mail, **good for four hours**. Then it goes to the next one.

- the boat fits: length, beam and draught
- the offer can be taken with *one tap*
- the dock office sees who was asked, and when

> "We phone eleven people for one berth." – dock office, Pier 2
""",
    "Send manifests to the customs sandbox": """\
Customs wants the crew list of each foreign boat before it ties up.

1. build the file by [their format](https://customs.example/manifest)
2. sign it with **their** key
3. send it to `sandbox.customs.example`

Until they send the key, step 2 cannot be done.
""",
    "Payments fail at Pier 4": """\
Since this morning cards are refused at the terminal of Pier 4 only:

```
402 terminal_clock_skew  (terminal 4, 37 s ahead)
```
""",
    "Port audit export as a signed PDF": """\
The auditor takes the berth book of the season along as **one signed PDF**, page numbers included.
""",
    "Invoices for boats that stay past midnight": """\
| stays until | pays |
|---|---|
| 12:00 | one night |
| 23:59 | one night, half a day |
| after midnight | **two nights** |
""",
}

SCENARIOS = {
    "Skippers can pay in instalments": [
        "Given a season pass\nWhen the skipper asks for instalments\nThen three equal parts are due",
        "A part that is not paid is asked for once more",
        "The invoice names all parts",
    ],
    "The waiting list offers a freed berth": [
        "The first skipper whose boat fits gets the offer",
        "After four hours the next one is asked",
        "The dock office sees who was asked",
    ],
    "Prices with and without VAT": ["Both prices stand on the offer", "A firm sees its own first"],
    "Invoices for boats that stay past midnight": [
        "A stay until 2:00 costs nothing more",
        "A stay past 2:00 is a night",
    ],
    "Berth map loads in under a second": [
        "The first view comes in under a second on a phone",
        "Berths that are out of sight are fetched later",
    ],
    "Change a booking without losing the berth": [
        "Given a booking\nWhen the arrival moves by a day\nThen the berth stays and the price follows",
        "A longer stay is possible if the berth is free that night",
        "A night that is not used is paid back",
        "A longer boat keeps the booking as it was unless the berth fits",
        "The dock office does the same on behalf of the skipper",
    ],
    "A deposit goes back to the card it came from": [
        "It is there within three days",
        "The skipper gets a mail",
    ],
    "Skipper sees why a berth is refused": ["Too long, too deep and too late each have a sentence"],
}

STEPS = {
    "Rotate the backup keys": ["Make the new key", "Write with both", "Forget the old key"],
}

TICKED = {  # how many of the first scenarios or steps are ticked
    "Skippers can pay in instalments": 3,
    "The waiting list offers a freed berth": 2,
    "Prices with and without VAT": 2,
    "Rotate the backup keys": 2,
    "Invoices for boats that stay past midnight": 1,
    "Berth map loads in under a second": 1,
}

COMMENTS = {
    "The waiting list offers a freed berth": [
        (7.2, "grace", "Four hours is long on a Saturday in July. Could it be two then?"),
        (6.9, "ada", "Let us begin with four and **look at the numbers** in a month."),
        (2.0, "margaret", "Tried it on the test crane: the mail says *birth* instead of *berth*."),
    ],
    "Send manifests to the customs sandbox": [
        (6.0, "ada", "Asked customs for the key again."),
        (4.5, "alan", "They answer on Thursdays only, it seems."),
    ],
    "Invoices for boats that stay past midnight": [
        (11.0, "grace", "What is a boat that leaves at 00:10 because of the lock?"),
        (10.4, "barbara", "One night, says the harbour master. It is in `tariffs.md` now."),
    ],
    "Payments fail at Pier 4": [
        (1.25, "alan", "The terminal's clock runs ahead. The provider resets it remotely."),
    ],
    "Port audit export as a signed PDF": [
        (0.1, "grace", "The auditor's train leaves at noon, the day after tomorrow."),
    ],
    "Ask skippers why they cancel": [
        (7.0, "katherine", "Five phone calls would tell us more than a form."),
    ],
}
