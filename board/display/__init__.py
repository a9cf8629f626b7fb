"""What a page of a board shows: pictures drawn from the models, with no rule of their own."""
