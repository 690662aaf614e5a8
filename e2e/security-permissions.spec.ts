// What the browser inside could do for a page, and does not: every permission is refused but two.

import { test } from './attacked.ts'
import { expect } from './fixtures.ts'

const NAMES = [
  ...['accelerometer', 'ambient-light-sensor', 'background-fetch', 'background-sync', 'bluetooth', 'camera'],
  ...['captured-surface-control', 'clipboard-read', 'clipboard-write', 'display-capture', 'fullscreen', 'geolocation'],
  ...['gyroscope', 'idle-detection', 'keyboard-lock', 'local-fonts', 'local-network-access', 'magnetometer'],
  ...['microphone', 'midi', 'nfc', 'notifications', 'payment-handler', 'periodic-background-sync'],
  ...['persistent-storage', 'pointer-lock', 'push', 'screen-wake-lock', 'speaker-selection', 'storage-access'],
  ...['system-wake-lock', 'top-level-storage-access', 'web-app-installation', 'window-management'],
]

/** Runs in the page. Names the browser does not know count as refused. */
const granted = async (names: readonly string[]): Promise<string[]> => {
  const found: string[] = []
  for (const name of names) {
    const status = await navigator.permissions.query({ name: name as PermissionName }).catch(() => null)
    if (status?.state === 'granted') found.push(name)
  }
  return found
}

/** Runs in the page: tries to use what a permission would be for. Gives what it got. */
const tryAll = async (): Promise<string[]> => {
  type Call = (...args: unknown[]) => Promise<unknown>
  const api = (of: object, name: string): Record<string, Call> => {
    const found = (of as Record<string, Record<string, Call> | undefined>)[name]
    if (!found) throw new Error('not there')
    return found
  }
  const media = navigator.mediaDevices
  const ways: Record<string, () => Promise<unknown> | undefined> = {
    camera: () => media.getUserMedia({ video: true }),
    microphone: () => media.getUserMedia({ audio: true }),
    screen: () => media.getDisplayMedia(),
    'desktop capture': () => media.getUserMedia({ video: { mandatory: { chromeMediaSource: 'desktop' } } as never }),
    place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
    clipboard: () => navigator.clipboard.readText(),
    midi: () => navigator.requestMIDIAccess(),
    usb: () => api(navigator, 'usb')['requestDevice']?.({ filters: [] }),
    hid: () => api(navigator, 'hid')['requestDevice']?.({ filters: [] }),
    serial: () => api(navigator, 'serial')['requestPort']?.(),
    bluetooth: () => api(navigator, 'bluetooth')['requestDevice']?.({ acceptAllDevices: true }),
    'wake lock': () => navigator.wakeLock.request('screen'),
    files: () => (window as unknown as Record<string, Call>)['showOpenFilePicker']?.(),
    folder: () => (window as unknown as Record<string, Call>)['showDirectoryPicker']?.(),
    fonts: () => (window as unknown as Record<string, Call>)['queryLocalFonts']?.(),
    screens: () => (window as unknown as Record<string, Call>)['getScreenDetails']?.(),
    fullscreen: () => document.documentElement.requestFullscreen().then(() => true),
  }
  const got: string[] = []
  for (const [name, way] of Object.entries(ways)) {
    try {
      const patience = new Promise((_resolve, reject) => setTimeout(reject, 1_000))
      const result = await Promise.race([way(), patience])
      // An empty list is how some of them refuse.
      if (result !== undefined && !(Array.isArray(result) && result.length === 0)) got.push(name)
    } catch {
      // Refused, or asked for a click that no script can make.
    }
  }
  return got
}

test('is granted two permissions and no more', async ({ attacked: { page } }) => {
  expect((await page.evaluate(granted, NAMES)).toSorted()).toEqual(['clipboard-write', 'notifications'])
})

test('gets no device, file, place or picture', async ({ attacked: { page } }) => {
  expect(await page.evaluate(tryAll)).toEqual([])
})
