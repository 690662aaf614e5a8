"""libtorrent as a peer: one JSON command a line on stdin, one JSON answer a line on stdout.

Options come as JSON in the first argument: port, encryption (off | allowed | required), utp, uploadLimit,
downloadLimit (bytes per second, 0 is none). Ends when stdin does. Events carry no id: {"event": ...}.
"""
import faulthandler
import json
import os
import sys
import threading
import time

import libtorrent as lt

# What it did when it crashes is said on stderr, which the tests show.
faulthandler.enable()
options = json.loads(sys.argv[1])
lock = threading.Lock()


def say(message):
    with lock:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


POLICY = {"off": 2, "allowed": 1, "required": 0}[options["encryption"]]
utp = options["utp"]
session = lt.session({
    "listen_interfaces": "%s:%d" % (options.get("host", "127.0.0.1"), options["port"]),
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_utp": utp,
    "enable_outgoing_utp": utp,
    "enable_incoming_tcp": options.get("tcp", True),
    "enable_outgoing_tcp": options.get("tcp", True),
    "in_enc_policy": POLICY,
    "out_enc_policy": POLICY,
    "allowed_enc_level": options.get("level", 3),
    "prefer_rc4": options.get("rc4", False),
    "allow_multiple_connections_per_ip": True,
    # A peer that hung up because it did not know the torrent yet is called again soon.
    "min_reconnect_time": 1,
    "max_failcount": 100,
    "ssrf_mitigation": False,
    "alert_mask": lt.alert.category_t.status_notification | lt.alert.category_t.error_notification,
    "upload_rate_limit": 0,
    "download_rate_limit": 0,
    "unchoke_slots_limit": 32,
})
torrents = {}


def limit(handle):
    # Loopback peers are outside the session's own limits, but not outside the torrent's.
    handle.set_upload_limit(options.get("uploadLimit", 0))
    handle.set_download_limit(options.get("downloadLimit", 0))


def metainfo(command):
    return lt.torrent_info(lt.bdecode(bytes.fromhex(command["torrent"])))


def layout(command):
    storage = metainfo(command).files()
    return {"files": [storage.file_path(i, command["folder"]) for i in range(storage.num_files())]}


def add(command):
    if "magnet" in command:
        params = lt.parse_magnet_uri(command["magnet"])
    else:
        params = lt.add_torrent_params()
        params.ti = metainfo(command)
    params.save_path = command["folder"]
    params.flags &= ~lt.torrent_flags.auto_managed & ~lt.torrent_flags.paused
    if command.get("trusted"):
        params.flags |= lt.torrent_flags.seed_mode
    handle = session.add_torrent(params)
    limit(handle)
    torrents[str(handle.info_hashes().v1)] = handle
    return {}


def progress(command):
    status = torrents[command["infoHash"]].status()
    return {
        "done": status.progress if status.has_metadata else 0,
        "complete": bool(status.is_seeding),
        "downloaded": status.total_payload_download,
        "uploaded": status.total_payload_upload,
        "peers": status.num_peers,
        "state": str(status.state) + (" " + status.errc.message() if status.errc.value() else ""),
    }


def files(command):
    handle = torrents[command["infoHash"]]
    storage = handle.torrent_file().files()
    return {"files": [storage.file_path(i, handle.status().save_path) for i in range(storage.num_files())]}


def connect(command):
    torrents[command["infoHash"]].connect_peer(("127.0.0.1", command["port"]))
    return {}


def limit_upload(command):
    options["uploadLimit"] = command["rate"]
    for handle in torrents.values():
        limit(handle)
    return {}


def remove(command):
    session.remove_torrent(torrents.pop(command["infoHash"]))
    return {}


def first_byte(handle):
    """Tells when the first payload byte has moved, to within a few milliseconds."""
    while True:
        status = handle.status()
        if status.total_payload_download + status.total_payload_upload > 0:
            return say({"event": "first-byte", "infoHash": str(handle.info_hashes().v1), "at": time.time()})
        time.sleep(0.005)


def watch(command):
    threading.Thread(target=first_byte, args=(torrents[command["infoHash"]],), daemon=True).start()
    return {}


def alerts():
    """Waits at a pipe: wait_for_alert() hands out a pointer that the next alert may move away under it."""
    news, told = os.pipe()
    os.set_blocking(told, False)
    session.set_alert_fd(told)
    while os.read(news, 4096):
        for alert in session.pop_alerts():
            if isinstance(alert, lt.torrent_finished_alert):
                infohash = str(alert.handle.info_hashes().v1)
                say({"event": "finished", "infoHash": infohash, "at": time.time()})


DO = {"hello": lambda _: {"version": lt.__version__}, "layout": layout, "add": add, "progress": progress, "files": files, "connect": connect, "limit": limit_upload,
      "remove": remove, "watch": watch}
threading.Thread(target=alerts, daemon=True).start()
for line in sys.stdin:
    command = json.loads(line)
    try:
        say({"id": command["id"], "value": DO[command["do"]](command)})
    except Exception as error:  # the other side decides what a failure means
        say({"id": command["id"], "error": "%s: %s" % (type(error).__name__, error)})
