"""A term of the shipped course in a few minutes, with people on Slack, while the bot's processes are killed and frozen;
afterwards an auditor compares what people saw with what the schedule and the database say.

`python -m tests.torture` is the entry. Nothing in here imports the bot: it is started as a user starts it.
"""
