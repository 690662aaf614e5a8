"""What the machine itself can do: SHA-1 with one process a core, over a file read 1 MiB at a time, or over memory.

Arguments: file, processes, "file" or "memory". Prints one line of JSON: seconds from when all were ready to when the
last was done, and processor seconds of all of them.
"""
import hashlib
import json
import multiprocessing
import os
import resource
import sys
import time

CHUNK = 1 << 20


def share(path, start, end, what, ready, go):
    room = bytearray(CHUNK)
    view = memoryview(room)
    with open(path, "rb", buffering=0) as file:
        file.seek(start)
        ready.release()
        go.wait()
        digest = hashlib.sha1()
        at = start
        while at < end:
            count = min(CHUNK, end - at)
            if what == "file":
                count = file.readinto(view[:count])
            digest.update(view[:count])
            at += count


def main():
    path, processes, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    size = os.path.getsize(path)
    context = multiprocessing.get_context("fork")
    ready, go = context.Semaphore(0), context.Event()
    edges = [size * n // processes for n in range(processes + 1)]
    workers = [
        context.Process(target=share, args=(path, edges[n], edges[n + 1], what, ready, go)) for n in range(processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        ready.acquire()
    began = time.monotonic()
    go.set()
    for worker in workers:
        worker.join()
    seconds = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"seconds": seconds, "cpuSeconds": used.ru_utime + used.ru_stime}))


main()
