"""The outbox: every mail that Sluice sends is a row first, and is sent from there."""
