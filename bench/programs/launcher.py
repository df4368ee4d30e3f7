"""Runs a program, and writes what it and all that it waited for took: launcher.py REPORT COMMAND [ARGUMENT...]."""

import json
import os
import signal
import sys
import time

report, command, *arguments = sys.argv[1:]
started = time.monotonic()
child = os.posix_spawnp(command, [command, *arguments], os.environ)
# Whoever gives up this process gives up its child.
signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGKILL))
_, status, usage = os.wait4(child, 0)
wall = time.monotonic() - started
with open(report, "w") as file:
    json.dump(
        {
            "exitCode": os.waitstatus_to_exitcode(status),
            "wallSeconds": wall,
            "cpuSeconds": usage.ru_utime + usage.ru_stime,
            # Kibibytes on Linux, bytes on macOS.
            "peakBytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        },
        file,
    )
