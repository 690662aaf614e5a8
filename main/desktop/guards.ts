// What a page of ours may not do, whatever runs in it: go elsewhere, open windows, hold webviews, use devices, save
// files, reach the network. Set on the session and on every web contents that comes to be; `deny` is the rule, the
// two exceptions are named.

import { app, session, type Session, type WebContents } from 'electron'
import { ORIGIN } from '../ipc/sender.ts'

/** In memory: a page that keeps nothing leaves nothing. */
const PARTITION = 'swiftseed'
/** Apart from the torrent window's, so that neither finds anything of the other. */
const KEY_PARTITION = 'swiftseed-keys'

const ALLOWED = new Set(['clipboard-sanitized-write', 'notifications'])

const isOurs = (url: string): boolean => url === ORIGIN || url.startsWith(`${ORIGIN}/`)

const denyPermissions = (guarded: Session): void => {
  guarded.setPermissionRequestHandler((_contents, permission, grant, { requestingUrl }) =>
    grant(ALLOWED.has(permission) && isOurs(requestingUrl)),
  )
  guarded.setPermissionCheckHandler((_contents, permission, origin) => ALLOWED.has(permission) && isOurs(origin))
  guarded.setDevicePermissionHandler(() => false)
  guarded.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  guarded.setDisplayMediaRequestHandler((_request, answer) => answer({}))
}

/** Developer tools load themselves by a scheme of theirs. */
const mayLoad = (url: string, development: boolean): boolean =>
  isOurs(url) || (development && /^(devtools|data|blob):/.test(url))

const closedSession = (partition: string, mayAsk: (url: string) => boolean): Session => {
  const guarded = session.fromPartition(partition, { cache: false })
  denyPermissions(guarded)
  guarded.setSpellCheckerEnabled(false)
  guarded.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayAsk(url) }))
  return guarded
}

export const guardedSession = ({ development }: { development: boolean }): Session => {
  const guarded = closedSession(PARTITION, (url) => mayLoad(url, development))
  guarded.on('will-download', (event) => event.preventDefault())
  return guarded
}

/** What its page made itself it may save, by the system's dialog: the encrypted wallet file. */
const isOwnFile = (url: string): boolean => url.startsWith(`blob:${ORIGIN}/`)

export const keySession = ({ development }: { development: boolean }): Session => {
  const guarded = closedSession(KEY_PARTITION, (url) => isOwnFile(url) || mayLoad(url, development))
  guarded.on('will-download', (event, item) => {
    if (!isOwnFile(item.getURL())) event.preventDefault()
  })
  return guarded
}

const guard = (contents: WebContents): void => {
  const deny = (event: { preventDefault(): void }): void => event.preventDefault()
  contents.on('will-navigate', deny)
  contents.on('will-frame-navigate', deny)
  contents.on('will-redirect', deny)
  contents.on('will-attach-webview', deny)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Before the first window. */
export const guardAllContents = (): void => {
  app.on('web-contents-created', (_event, contents) => guard(contents))
}
