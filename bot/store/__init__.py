"""The only door to the database: plain functions `f(connection, …)` that take and return records.

They never commit, never ask the time and let no row out; `database.Runner` executes each in one transaction.
"""
