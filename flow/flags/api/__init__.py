"""The flags of a board, for programs that manage them; OFREP is answered by `flow.flags.server`."""
