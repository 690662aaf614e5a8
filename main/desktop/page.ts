// The one page there is and how it is served: a scheme of our own that answers from the renderer's bundle and nowhere
// else, with a policy that lets nothing in from outside. Invariant: no file:// and no http(s):// is ever needed.

import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { ORIGIN } from '../ipc/sender.ts'
import { findAsset } from './bundle.ts'

/** React sets styles through the CSSOM, which `style-src` lets be; nothing in the bundle needs a string as code. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
}

/** Before the app is ready: Chromium fixes its schemes then. */
export const registerPageScheme = (): void => {
  const scheme = ORIGIN.slice(0, ORIGIN.indexOf(':'))
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** What stands behind # is for the page alone. */
const withoutFragment = (url: string): string => url.replace(/#[a-z-]*$/, '')

const answer = async (bundle: string, { url, method }: Request): Promise<Response> => {
  const asset = method === 'GET' ? await findAsset(bundle, withoutFragment(url), ORIGIN) : null
  if (!asset) return new Response(null, { status: 404, headers: HEADERS })
  return new Response(new Uint8Array(await readFile(asset.path)), {
    headers: { ...HEADERS, 'Content-Type': asset.type },
  })
}

export const servePage = ({ protocol: schemes }: Session, bundle: string): void => {
  schemes.handle(ORIGIN.slice(0, ORIGIN.indexOf(':')), (request) => answer(bundle, request))
}
