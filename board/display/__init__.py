"""The content of a board's pages: pictures drawn from the models, with no rule of their own."""
