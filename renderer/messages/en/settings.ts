// The settings page.

import { walletSettings } from './wallet-settings.ts'

export const settings = {
  title: 'Settings',
  sections: 'Sections',

  downloads: 'Downloads',
  folder: 'Download folder',
  folderHint: 'Where new torrents are saved unless you choose another place.',
  chooseFolder: 'Choose…',
  freeThere: (size: string) => `${size} are free there.`,
  startWhenAdded: 'Start when added',
  startWhenAddedHint: 'The add dialog begins with this choice. A link from another program never starts by itself.',

  connection: 'Network',
  port: 'Port',
  portHint:
    'Other peers reach you here, over TCP and UDP. 0 takes a free one at each start. A new port closes all connections; they are made again.',
  portRandom: 'Pick one at random',
  portWrong: 'Use 0, or a port from 1024 to 65534.',
  dht: 'Distributed hash table (DHT)',
  dhtHint: 'Finds peers without a tracker. Needed for most magnet links.',
  pex: 'Peer exchange (PEX)',
  pexHint: 'Connected peers tell each other about more peers.',
  lsd: 'Local peer discovery',
  lsdHint: 'Finds peers on your own network, where transfers are fast, and tells them which torrents you have.',
  upnp: 'UPnP port mapping',
  upnpHint: 'Asks the router to lead the port to this computer.',
  natPmp: 'NAT-PMP and PCP port mapping',
  natPmpHint: 'The same, in the way other routers understand.',
  utp: 'µTP',
  utpHint:
    'A transport that gives way to other traffic on your line. Switching it off disconnects the peers that use it.',
  privateNote: 'Private torrents use neither DHT, peer exchange nor local discovery, whatever is set here.',
  encryption: 'Encryption of connections',
  encryptions: { off: 'Off', allow: 'Allow', prefer: 'Prefer', require: 'Require' },
  encryptionHints: {
    off: 'Peers that insist on encryption are not reached.',
    allow: 'Connections begin disguised; data is encrypted when the peer wants it.',
    prefer: 'Data is encrypted with every peer that can; the others are reached without.',
    require: 'Only peers that encrypt their data, in both directions, and web seeds over https. Fewer will be found.',
  },
  encryptionLimits: (webSeeds: boolean) =>
    webSeeds
      ? 'Trackers and the DHT are not covered, and nobody is hidden by it.'
      : 'Trackers, the DHT and web seeds are not covered, and nobody is hidden by it.',
  localTrackers: 'Trackers and web seeds on your own network',
  localTrackersHint:
    'Off, a torrent cannot make Swiftseed contact your router or other devices by naming them as trackers or web seeds.',
  total: 'Connections in all',
  totalHint:
    'To peers and web seeds. More are not always faster; home routers often falter above 500. Lowered, the least useful are closed.',
  perTorrent: 'Connections for each torrent',
  perTorrentHint: 'At most this many peers of one torrent. Web seeds are apart: six connections at most.',
  countWrong: (min: string, max: string) => `Use a whole number from ${min} to ${max}.`,

  limits: 'Speed limits',
  down: 'Download',
  downHint: 'For all torrents together.',
  up: 'Upload',
  upHint: 'About 80% of your line’s upload keeps browsing and calls smooth.',
  alternative: 'Use the alternative limits',
  alternativeHint: 'For when the line is needed for something else. The turtle in the toolbar switches them, too.',
  alternativeDown: 'Alternative download',
  alternativeUp: 'Alternative upload',
  slots: 'Upload slots',
  slotsHint: 'Peers uploaded to at the same time. Left empty, as many as suit your line.',
  slotsAutomatic: 'Automatic',
  slotsPerTorrent: 'Upload slots for each torrent',
  slotsPerTorrentHint: 'At most this many of them serve one torrent.',
  slotsWrong: (min: string, max: string) => `Use a whole number from ${min} to ${max}, or leave it empty.`,
  noLimit: 'No limit',
  rateUnit: (name: string) => `Unit of ${name}`,
  rateFaults: {
    'not-a-number': 'Write a number, or leave it empty for no limit.',
    'too-small': 'The smallest limit is 1 KiB/s.',
    'too-large': 'The largest limit is 10 GB/s. Leave it empty for no limit.',
  },

  queue: 'Queue and seeding',
  look: 'Look',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  density: 'Rows',
  densityHint: 'How much room a row in the list takes.',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  units: 'Units',
  unitsHint: 'How sizes and rates are counted everywhere.',
  unitNames: { binary: '1 MiB = 1,024 KiB', decimal: '1 MB = 1,000 kB' },
  language: 'Language',
  languageNote: 'English. It is the only language so far.',

  wallet: walletSettings,
  desktop: 'Desktop',
  magnets: 'Magnet links',
  magnetsAsk: 'Open them with Swiftseed',
  magnetsHint: {
    no: 'Lets your browser hand magnet links to Swiftseed.',
    done: 'Magnet links open in Swiftseed now, unless the system still asks.',
    refused: 'The system did not allow it. Choose Swiftseed for magnet links in the system’s settings.',
  },
  onClose: 'When the window is closed',
  onCloseChoices: { ask: 'Ask', background: 'Keep running', quit: 'Quit' },
  onCloseHint: 'While it keeps running, torrents go on downloading and seeding.',
  onCloseNoTray: 'This desktop has no tray: the window is minimised instead of hidden.',
  startAtLogin: 'Start at login',
  startAtLoginHint: 'Swiftseed starts when you log in to this computer.',
  startHidden: 'Start without a window',
  startHiddenHint: 'Only the icon in the tray shows that it runs.',
  notifyWhenDone: 'Tell me when a download finishes',
  notifyWhenDoneHint: 'A notification of the system; a press on it shows the torrent.',
  notifyOfMoney: 'Tell me when money needs me',
  notifyOfMoneyHint:
    'A notification of the system when a payer who owes you leaves or has little left, and when Speed stops paying because a limit is reached or the deposit is used up.',
  keepAwake: 'Keep the computer awake while downloading',
  keepAwakeHint: 'The screen may still turn off. Seeding alone lets the computer sleep.',

  contacts: 'Who this app talks to',
  contactsIntro:
    'Swiftseed has no server of its own, sends no usage data and asks nobody for updates. It talks to these, and to nobody else:',
  contactTrackers: 'Trackers',
  contactTrackersText:
    'The trackers each torrent names, to find peers. They learn your address and which torrent you want.',
  contactDht: 'DHT',
  contactDhtText:
    'Three public entry points (router.bittorrent.com, router.utorrent.com, dht.transmissionbt.com) and nodes of the last session, then other nodes. They learn your address and which torrents you look for.',
  contactDhtOff: 'Switched off above: nobody is asked.',
  contactPeers: 'Peers and web seeds',
  contactPeersText:
    'Those you exchange pieces with. They see your address, and what you have and want of that torrent.',
  contactLocal: 'Your own network',
  contactLocalText: 'Every program on it can hear which running torrents you have, private ones excepted.',
  contactLocalOff: 'Local peer discovery is switched off: nothing is said.',
  contactRouter: 'Your router',
  contactRouterText: 'Asked to lead your port to this computer, and for your address. Given back when the app quits.',
  contactRouterOff: 'UPnP, NAT-PMP and PCP are switched off: it is not asked.',
  contactChain: 'TRON nodes and prices',
  contactChainText:
    'Only with a wallet, and only on the network you chose: its nodes learn your addresses and what you send. A source of prices is asked if you named one.',
  contactChainOff: 'None: there is no wallet network chosen, so nothing is asked of any.',
  contactChainPractice: 'None: the practice network runs on this computer.',
  contactLinks: 'Links you add',
  contactLinksText: 'A web address of a .torrent is fetched when you add it, from that address only.',

  version: (version: string) => `Swiftseed ${version}`,
}
