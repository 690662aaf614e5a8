"""libtorrent over uTP alone. Arguments: its port, a .torrent, its folder, a port of loopback to call or 0. Says on a line
whom it is connected to, {"peers": [{"uploadOnly": …}]}, twice a second; a line on stdin makes it take leave."""
import json
import select
import sys

import libtorrent as lt

port, torrent, folder, call = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
session = lt.session({
    "listen_interfaces": "127.0.0.1:%d" % port,
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_tcp": False,
    "enable_outgoing_tcp": False,
    "allow_multiple_connections_per_ip": True,
    # Stays connected to whoever has everything, as it has.
    "close_redundant_connections": False,
})
params = lt.add_torrent_params()
params.ti = lt.torrent_info(torrent)
params.save_path = folder
params.flags &= ~lt.torrent_flags.auto_managed & ~lt.torrent_flags.paused
handle = session.add_torrent(params)
if call:
    handle.connect_peer(("127.0.0.1", call))
while not select.select([sys.stdin], [], [], 0.5)[0]:
    peers = [{"uploadOnly": bool(peer.flags & lt.peer_info.upload_only)} for peer in handle.get_peer_info()]
    print(json.dumps({"peers": peers}), flush=True)
session.remove_torrent(handle)
print(json.dumps({"left": True}), flush=True)
sys.stdin.read()
