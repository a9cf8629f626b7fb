class BackupRefused(Exception):
    """A backup cannot be made or restored; the message is for the person in front."""
