from tests.board.api.conftest import api, calls, query_count

__all__ = ["api", "calls", "query_count"]  # the same callers as for the rest of the API
