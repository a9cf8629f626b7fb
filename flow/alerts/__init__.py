"""What grows old, stands still or is over: said in time, to the right person, once."""
