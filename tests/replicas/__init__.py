"""Several bots on one PostgreSQL: what people see of them must not tell that there are several."""
