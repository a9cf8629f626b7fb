"""Deliveries: changes, builds, deployments and incidents, and the measures made of them."""
