"""libtorrent hashing what is on disk: its own force_recheck, or its own making of a torrent.

Arguments: "recheck" or "create", the file, the .torrent (recheck), hashing threads, piece length. Prints one line of
JSON: seconds and processor seconds of the hashing alone.
"""
import json
import os
import resource
import sys
import time

import libtorrent as lt

POLL = 0.002


def processor():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def until_checked(session):
    while True:
        session.wait_for_alert(60_000)
        if any(isinstance(alert, lt.torrent_checked_alert) for alert in session.pop_alerts()):
            return


def recheck(path, torrent, threads):
    session = lt.session({
        "listen_interfaces": "127.0.0.1:0",
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "alert_mask": lt.alert.category_t.status_notification,
        "hashing_threads": threads,
        "aio_threads": threads,
        # As much in flight as it asks for itself: the default leaves threads without work.
        "checking_mem_usage": 1024,
    })
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(torrent)
    params.save_path = os.path.dirname(path)
    params.flags |= lt.torrent_flags.seed_mode
    handle = session.add_torrent(params)
    while not handle.status().is_seeding:
        time.sleep(POLL)
    # It says of the torrent as added, too, that it is checked; late.
    time.sleep(0.3)
    session.pop_alerts()
    before, began = processor(), time.monotonic()
    handle.force_recheck()
    until_checked(session)
    return time.monotonic() - began, processor() - before


def create(path, piece_length):
    files = lt.file_storage()
    lt.add_files(files, path)
    torrent = lt.create_torrent(files, piece_length, lt.create_torrent.v1_only)
    before, began = processor(), time.monotonic()
    lt.set_piece_hashes(torrent, os.path.dirname(path))
    lt.bencode(torrent.generate())
    return time.monotonic() - began, processor() - before


what, path, torrent, threads, piece_length = sys.argv[1:6]
seconds, cpu = recheck(path, torrent, int(threads)) if what == "recheck" else create(path, int(piece_length))
print(json.dumps({"seconds": seconds, "cpuSeconds": cpu}))
sys.stdout.flush()
# Ending the session orderly takes seconds and is not measured.
os._exit(0)
