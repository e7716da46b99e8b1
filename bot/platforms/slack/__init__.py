"""Slack: the connection, what comes in, how a Reply looks there, and posting exactly once. The only user of its SDK."""
