"""Several at the same moment, each in a thread with a connection of its own."""

import threading

from django.db import DatabaseError, connection

from daybook.lib.errors import DomainError

PATIENCE_SECONDS = 120


def together(*works):
    """Run ``works`` in threads that start at once; what was refused, in any order."""
    start, refused = threading.Barrier(len(works)), []

    def run(work):
        try:
            start.wait(timeout=PATIENCE_SECONDS)
            work()
        except (DomainError, DatabaseError) as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def at_once(work, count):
    """Run ``work(n)`` in so many threads that start at once; what was refused, in any order."""
    return together(*[lambda n=n: work(n) for n in range(count)])
