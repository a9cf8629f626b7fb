"""The API of delivery: its set-up, deliveries, and the measures."""
