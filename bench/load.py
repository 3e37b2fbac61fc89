"""Load on one address of a server on this machine, and how long its answers took.

With ``wrk`` on the machine its numbers are used; it costs the server least. Without it a client in
Python does the same, and takes more of the machine from the server it measures.
"""

import asyncio
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SCRIPT = """
done = function(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read
  io.write(string.format("RESULT %f %f %f %f %d\\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    bad + summary.errors.timeout))
end
"""


@dataclass(frozen=True)
class Result:
    """Requests per second, latencies in milliseconds and answers that were not 200."""

    rate: float
    p50: float
    p95: float
    p99: float
    errors: int


@dataclass(frozen=True)
class Ask:
    """What is asked for, and as whom."""

    host: str
    port: int
    path: str
    cookie: str = ""


def measure(
    host: str, port: int, path: str, *, connections: int, seconds: float, cookie: str = ""
) -> Result:
    """Ask for ``path`` over so many connections, as fast as they are answered."""
    ask = Ask(host, port, path, cookie)
    if shutil.which("wrk"):
        return _wrk(ask, connections, seconds)
    return asyncio.run(_python(ask, connections, seconds))


def tool() -> str:
    """What makes the load on this machine."""
    return "wrk" if shutil.which("wrk") else "the client in Python"


def _wrk(ask: Ask, connections: int, seconds: float) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "report.lua"
        script.write_text(SCRIPT)
        command = [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{max(1, round(seconds))}s",
            "-s",
            str(script),
        ]
        command += ["-H", f"Cookie: {ask.cookie}"] if ask.cookie else []
        command += ["-H", "Accept: text/html", f"http://{ask.host}:{ask.port}{ask.path}"]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    match = re.search(r"RESULT (\S+) (\S+) (\S+) (\S+) (\d+)", output)
    if not match:
        raise RuntimeError(output)
    *figures, errors = match.groups()
    rate, p50, p95, p99 = map(float, figures)
    return Result(rate, p50, p95, p99, int(errors))


async def _python(ask: Ask, connections: int, seconds: float) -> Result:
    cookie = f"Cookie: {ask.cookie}\r\n" if ask.cookie else ""
    head = f"GET {ask.path} HTTP/1.1\r\nHost: {ask.host}:{ask.port}\r\nAccept: text/html\r\n"
    request = f"{head}{cookie}\r\n".encode()
    took: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection(ask.host, ask.port, limit=2**20)
        while (began := time.perf_counter()) < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if not length:
                raise RuntimeError(f"{ask.path} answers without a length")
            await reader.readexactly(int(length[1]))
            took.append((time.perf_counter() - began) * 1000)
            errors += not head.startswith(b"HTTP/1.1 200")
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    took.sort()
    quantile = [took[min(len(took) - 1, int(len(took) * q))] for q in (0.5, 0.95, 0.99)]
    return Result(len(took) / seconds, *quantile, errors)
