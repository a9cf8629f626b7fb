"""`make test-faults`: everything dies in turn while people move cards and mails go out."""
