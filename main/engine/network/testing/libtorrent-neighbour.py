# A libtorrent client that finds peers by local discovery alone: seeds one torrent, downloads another, ends when told
# or after its time. Arguments: address, torrent to seed, its folder, torrent to download, its folder, seconds.
import sys
import time

import libtorrent as lt

address, seeded, seed_folder, wanted, folder, seconds = sys.argv[1:7]
session = lt.session(
    {
        "listen_interfaces": f"{address}:0",
        "enable_lsd": True,
        "enable_dht": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "allow_multiple_connections_per_ip": True,
    }
)


def add(path, save_path, flags):
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(path)
    params.save_path = save_path
    params.flags |= flags
    return session.add_torrent(params)


add(seeded, seed_folder, lt.torrent_flags.seed_mode)
download = add(wanted, folder, lt.torrent_flags.default_flags)
end = time.monotonic() + float(seconds)
said = False
while time.monotonic() < end:
    if not said and download.status().is_seeding:
        print("complete", flush=True)
        said = True
    time.sleep(0.1)
