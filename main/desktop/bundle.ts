// Which file of the renderer's bundle an app:// address means. Names are taken literally: letters, digits and few
// signs, so that no encoding, climbing or hidden name can be written at all. Invariant: what is found is a plain
// file inside the bundle, links resolved.

import { lstat, realpath } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** `/a/b.js`: no empty segment, none that begins with a dot, no percent sign. */
const PLAIN = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/

export interface Asset {
  readonly path: string
  readonly type: string
}

const plainPath = (address: string, origin: string): string | null => {
  if (!address.startsWith(`${origin}/`)) return null
  const path = address.slice(origin.length)
  return path === '/' ? '/index.html' : PLAIN.test(path) ? path : null
}

/** Null: there is no such thing. `origin` is the only one there is an answer for. */
export const findAsset = async (bundle: string, address: string, origin: string): Promise<Asset | null> => {
  const name = plainPath(address, origin)
  const type = name === null ? undefined : TYPES[extname(name)]
  if (name === null || type === undefined) return null
  try {
    const path = join(bundle, name)
    const [realBundle, realPath] = await Promise.all([realpath(bundle), realpath(path)])
    const way = relative(realBundle, realPath)
    const inside = way === name.slice(1).replaceAll('/', sep)
    return inside && (await lstat(path)).isFile() ? { path, type } : null
  } catch {
    return null
  }
}
