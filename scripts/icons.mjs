// `npm run icons`: draws every icon file in assets/ from the drawings in assets/source, with Chromium, in Electron.
// The files are kept in the repository; this runs again only when a drawing changes.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { icns, icnsTypes, ico } from './icon-files.mjs'
import { root } from './place.mjs'

/** @typedef {import('./icon-files.mjs').Picture} Picture */

const assets = join(root, 'assets')
const windowsSizes = [16, 20, 24, 32, 40, 48, 64, 128, 256]
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512]
const smallUpTo = 32

/** @param {string} name */
const drawing = (name) => readFileSync(join(assets, 'source', `${name}.svg`), 'utf8')

/** @param {BrowserWindow} window @param {string} svg @param {number} size @returns {Promise<Picture>} */
async function picture(window, svg, size) {
  const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  const script = `new Promise((resolve, reject) => {
    const image = new Image(${size}, ${size})
    image.onerror = reject
    image.onload = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} })
      canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size})
      resolve(canvas.toDataURL('image/png').split(',')[1])
    }
    image.src = '${image}'
  })`
  const base64 = /** @type {string} */ (await window.webContents.executeJavaScript(script))
  return { size, png: Buffer.from(base64, 'base64') }
}

/** @param {string} file @param {Buffer} content */
const keep = (file, content) => writeFileSync(join(assets, file), content)

/** @param {(svg: string, size: number) => Promise<Picture>} draw */
async function drawAppIcons(draw) {
  const icon = (/** @type {number} */ size) => draw(drawing(size <= smallUpTo ? 'icon-small' : 'icon'), size)
  const macSizes = [...new Set(Object.values(icnsTypes))]
  keep('icon.ico', ico(await Promise.all(windowsSizes.map(icon))))
  keep('icon.icns', icns(await Promise.all(macSizes.map((size) => draw(drawing('icon-mac'), size)))))
  for (const size of linuxSizes) keep(`linux/${size}x${size}.png`, (await icon(size)).png)
  const page = (/** @type {number} */ size) => draw(drawing('torrent'), size)
  keep('torrent.ico', ico(await Promise.all(windowsSizes.map(page))))
  keep('torrent.icns', icns(await Promise.all(macSizes.map(page))))
}

/**
 * macOS colours its template itself. Elsewhere nobody tells how light the panel is, so the icon brings its own ground.
 * @param {(svg: string, size: number) => Promise<Picture>} draw
 */
async function drawTrayIcons(draw) {
  keep('tray/trayTemplate.png', (await draw(drawing('mark'), 18)).png)
  keep('tray/trayTemplate@2x.png', (await draw(drawing('mark'), 36)).png)
  keep('tray/tray.png', (await draw(drawing('icon-small'), 32)).png)
}

async function drawAll() {
  const window = new BrowserWindow({ show: false })
  await window.loadURL('data:text/html,<html></html>')
  const draw = (/** @type {string} */ svg, /** @type {number} */ size) => picture(window, svg, size)
  await drawAppIcons(draw)
  await drawTrayIcons(draw)
}

void app
  .whenReady()
  .then(drawAll)
  .then(
    () => app.exit(0),
    (/** @type {unknown} */ error) => {
      process.stderr.write(`${String(error)}\n`)
      app.exit(1)
    },
  )
