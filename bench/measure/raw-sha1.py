"""What the machine itself can do: SHA-1 with one process a core, over files read 1 MiB at a time, or over memory.

Arguments: a list of files, one a line, processes, "file" or "memory". Each process takes a share of the bytes in order.
Prints one line of JSON: seconds from when all were ready to when the last was done, and processor seconds of all.
"""
import hashlib
import json
import multiprocessing
import os
import resource
import sys
import time

CHUNK = 1 << 20


def share(parts, what, ready, go):
    room = bytearray(CHUNK)
    view = memoryview(room)
    ready.release()
    go.wait()
    digest = hashlib.sha1()
    for path, at, end in parts:
        with open(path, "rb", buffering=0) as file:
            file.seek(at)
            while at < end:
                count = min(CHUNK, end - at)
                if what == "file":
                    count = file.readinto(view[:count])
                digest.update(view[:count])
                at += count


def shares(paths, count):
    """The files' bytes in order, cut into as many shares of the same size: lists of path, start, end."""
    sizes = [os.path.getsize(path) for path in paths]
    edges = [sum(sizes) * n // count for n in range(count + 1)]
    result = [[] for _ in range(count)]
    begin = 0
    for path, size in zip(paths, sizes):
        for n in range(count):
            start, end = max(begin, edges[n]), min(begin + size, edges[n + 1])
            if start < end:
                result[n].append((path, start - begin, end - begin))
        begin += size
    return result


def main():
    names, processes, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(names) as file:
        paths = file.read().splitlines()
    context = multiprocessing.get_context("fork")
    ready, go = context.Semaphore(0), context.Event()
    workers = [context.Process(target=share, args=(parts, what, ready, go)) for parts in shares(paths, processes)]
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
