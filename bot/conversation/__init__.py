"""What can be said on any chat platform, in no platform's words: requests, replies, forms, the command table."""
