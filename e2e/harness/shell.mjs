// The least of a main process: one sandboxed window on a folder of built pages, under the same kind of origin and the
// same content security policy as the app. HARNESS_FOLDER says which folder.

import { join, normalize } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, BrowserWindow, net, protocol } from 'electron'

const folder = process.env['HARNESS_FOLDER'] ?? ''

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])

const serve = (/** @type {Request} */ { url }) => {
  const path = normalize(decodeURIComponent(new URL(url).pathname))
  return net.fetch(pathToFileURL(join(folder, path)).href)
}

// Electron is ready only once this module has run to its end, so it is not awaited here.
void app.whenReady().then(() => {
  protocol.handle('app', serve)
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    webPreferences: { sandbox: true },
  })
  return window.loadURL('about:blank')
})
