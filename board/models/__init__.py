from board.models.person import Person

__all__ = ["Person"]
