"""The arithmetic of delivery: values in, values out; no clock, no database.

The five measures are those of dora.dev (guides/dora-metrics, 2026-01), the sizes of changes and the
signs of the trunk those of the guide to continuous delivery that is credited in docs/delivery.md.
Percentiles are by nearest rank, as everywhere in flow.
"""
