from tests.flow.delivery.conftest import *  # noqa: F403  a repository, a team, a component, a pipeline
