#!/usr/bin/env python
"""Django's usual door to the same commands as ``daybook``."""

from daybook.config.cli import main

if __name__ == "__main__":
    main()
