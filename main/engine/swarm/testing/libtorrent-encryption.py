"""libtorrent with one kind of connection only. Arguments: its port, a .torrent, its folder, "required" or "refused" for
encryption. It says a line when it listens; ends when stdin does."""
import sys

import libtorrent as lt

port, torrent, folder, encryption = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
policy = lt.enc_policy.pe_forced if encryption == "required" else lt.enc_policy.pe_disabled
session = lt.session({
    "listen_interfaces": "127.0.0.1:%d" % port,
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_utp": False,
    "enable_outgoing_utp": False,
    "in_enc_policy": int(policy),
    "out_enc_policy": int(policy),
    "allowed_enc_level": int(lt.enc_level.rc4),
})
params = lt.add_torrent_params()
params.ti = lt.torrent_info(torrent)
params.save_path = folder
params.flags |= lt.torrent_flags.seed_mode
params.flags &= ~lt.torrent_flags.auto_managed & ~lt.torrent_flags.paused
session.add_torrent(params)
print("ready", flush=True)
sys.stdin.read()
