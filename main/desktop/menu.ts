// The application menu. On macOS it is what people see; elsewhere the bar is hidden and the menu only carries the
// keys for editing, zoom and quitting. What happens in the list has its keys in the renderer.

import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { WindowLink } from '../ipc/window-link.ts'
import { words } from './messages.ts'

export interface MenuActions {
  readonly link: WindowLink
  addFiles(): void
  quit(): void
}

type Item = MenuItemConstructorOptions

const edit: Item = {
  label: words.edit,
  submenu: [
    { role: 'undo' },
    { role: 'redo' },
    { type: 'separator' },
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll' },
  ],
}

/** Zooming in without Shift, and on the number pad: Chromium's browser has both, a role only one. */
const zoom: Item[] = [
  { role: 'resetZoom' },
  { role: 'zoomIn' },
  { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true },
  { role: 'zoomIn', accelerator: 'CommandOrControl+numadd', visible: false, acceleratorWorksWhenHidden: true },
  { role: 'zoomOut' },
  { role: 'zoomOut', accelerator: 'CommandOrControl+numsub', visible: false, acceleratorWorksWhenHidden: true },
]

const view = (development: boolean, more: readonly Item[]): Item => ({
  label: words.view,
  submenu: [
    ...more,
    ...zoom,
    ...(development ? ([{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }] as const) : []),
  ],
})

const createItem = ({ link }: MenuActions, accelerator: string): Item => ({
  label: words.create,
  accelerator,
  click: () => link.emit('ui.request', { do: 'create' }),
})

const macMenu = (actions: MenuActions, development: boolean): Item[] => [
  {
    label: words.app,
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      {
        label: words.settings,
        accelerator: 'Command+,',
        click: () => actions.link.emit('ui.request', { do: 'open-settings' }),
      },
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { label: words.quit, accelerator: 'Command+Q', click: () => actions.quit() },
    ],
  },
  {
    label: words.file,
    submenu: [
      { label: words.addFile, click: () => actions.addFiles() },
      createItem(actions, 'Command+N'),
      { type: 'separator' },
      { role: 'close' },
    ],
  },
  edit,
  view(development, [
    { label: words.palette, click: () => actions.link.emit('ui.request', { do: 'open-palette' }) },
    { type: 'separator' },
  ]),
  { role: 'windowMenu' },
]

const plainMenu = (actions: MenuActions, development: boolean): Item[] => [
  {
    label: words.file,
    submenu: [
      createItem(actions, 'Control+N'),
      { type: 'separator' },
      { label: words.quit, accelerator: 'Control+Q', click: () => actions.quit() },
    ],
  },
  edit,
  view(development, [{ role: 'togglefullscreen' }]),
]

export const setMenu = (actions: MenuActions, { development }: { development: boolean }): void => {
  const template = process.platform === 'darwin' ? macMenu(actions, development) : plainMenu(actions, development)
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
