// What program a peer runs: its own words in the extended handshake (BEP 10 `v`), else its peer id (BEP 20).

const AZUREUS: Readonly<Record<string, string>> = {
  A2: 'aria2',
  AZ: 'Vuze',
  BI: 'BiglyBT',
  BT: 'BitTorrent',
  DE: 'Deluge',
  FD: 'Free Download Manager',
  KT: 'KTorrent',
  LT: 'libtorrent',
  lt: 'rTorrent',
  PI: 'PicoTorrent',
  qB: 'qBittorrent',
  RA: 'rain',
  SW: 'Swiftseed',
  TL: 'Tribler',
  TR: 'Transmission',
  TX: 'Tixati',
  UT: 'µTorrent',
  UM: 'µTorrent Mac',
  WD: 'WebTorrent Desktop',
  WW: 'WebTorrent',
  XL: 'Xunlei',
}

const MAX_LENGTH = 48

const clean = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, MAX_LENGTH)

const version = (digits: string): string => {
  const parts = [...digits].map((digit) => Number.parseInt(digit, 36)).filter((part) => !Number.isNaN(part))
  while (parts.length > 2 && parts.at(-1) === 0) parts.pop()
  return parts.join('.')
}

/** `peerId` as 40 hex digits. Empty when nothing is known. */
export const clientName = (announced: string | null, peerId: string | null): string => {
  const own = announced === null ? '' : clean(announced)
  if (own !== '') return own
  const text = (peerId ?? '').replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
  const azureus = /^-([A-Za-z0-9]{2})([0-9A-Za-z]{4})-/.exec(text)
  if (azureus) return `${AZUREUS[azureus[1] ?? ''] ?? azureus[1]} ${version(azureus[2] ?? '')}`
  if (/^A2-\d/.test(text))
    return clean(text.slice(0, 10).replace(/^A2-/, 'aria2 ').replaceAll('-', '.').replace(/\.+$/, ''))
  const mainline = /^M(\d+)-(\d+)-(\d+)/.exec(text)
  return mainline ? `BitTorrent ${mainline[1]}.${mainline[2]}.${mainline[3]}` : ''
}
