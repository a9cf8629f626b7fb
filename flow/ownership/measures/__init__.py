"""The numbers of ownership: pure, values in and values out."""
