"""``python -m daybook`` is the ``daybook`` command."""

from daybook.config.cli import main

if __name__ == "__main__":
    main()
