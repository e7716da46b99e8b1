"""`python -m bot` is `coursebot`."""

from bot.cli import main

if __name__ == "__main__":
    main()
