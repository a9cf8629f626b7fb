"""The pictures of flow that templates draw: figures, tiles, the way of a card, the list of boards."""
