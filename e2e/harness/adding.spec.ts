// The add dialog and the engine's banner in states that a real engine is in for a moment only.

import { expect, type Page } from '@playwright/test'
import type { Candidate } from '../../app/ipc/contract.ts'
import { english as words } from '../../renderer/messages/en/english.ts'
import { test, type HarnessWindow } from './harness.ts'

const dialog = (page: Page) => page.getByRole('dialog', { name: words.add.title })

const callsOf = (page: Page, name: string): Promise<number> =>
  page.evaluate(
    (wanted) => (window as unknown as HarnessWindow).fake.calls.filter((call) => call.name === wanted).length,
    name,
  )

test('what is being added can neither be cancelled nor closed', async ({ harness: { open, page } }) => {
  await open('still')
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    fake.answer('add.confirm', () => new Promise((resolve) => Object.assign(window, { answerAdding: resolve })))
  })
  await page.keyboard.press('ControlOrMeta+o')
  await dialog(page).getByRole('button', { name: words.add.confirm, exact: true }).click()
  await expect(dialog(page).getByRole('button', { name: words.add.adding })).toBeDisabled()
  await expect(dialog(page).getByRole('button', { name: words.common.cancel })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeVisible()
  expect(await callsOf(page, 'add.cancel')).toBe(0)
  await page.evaluate(() =>
    (window as unknown as { answerAdding(reply: unknown): void }).answerAdding({
      ok: false,
      error: { code: 'disk', fault: 'denied' },
    }),
  )
  await expect(dialog(page)).toContainText(words.errors.sentence({ code: 'disk', fault: 'denied' }))
  await dialog(page).getByRole('button', { name: words.common.cancel }).click()
  await expect(dialog(page)).toBeHidden()
})

test('a private torrent that is in the list offers nothing but to close', async ({ harness: { open, page } }) => {
  await open('still')
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    fake.emit('add.offered', {
      ref: 77,
      id: 'ab'.repeat(20),
      name: 'Sintel (2010)',
      files: null,
      size: null,
      isPrivate: true,
      comment: null,
      createdBy: null,
      createdAt: null,
      trackers: ['udp://public.example.org/announce'],
      webSeeds: [],
      duplicateOf: 'Sintel (2010)',
      fromOutside: true,
      metadata: 'idle',
      hybrid: false,
      renamed: 0,
      suggested: null,
    } as unknown as Candidate)
  })
  await expect(dialog(page)).toContainText(words.add.duplicatePrivate)
  await expect(dialog(page).getByRole('button', { name: words.add.confirmMerge })).toHaveCount(0)
  await dialog(page).getByRole('button', { name: words.common.close }).last().click()
  await expect(dialog(page)).toBeHidden()
  expect(await callsOf(page, 'add.confirm')).toBe(0)
})

test('an engine that waits to be started again can be started at once', async ({ harness: { open, page } }) => {
  await open('still')
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    fake.answer('engine.retry', () => ({ ok: true, value: undefined }))
    fake.emit('engine.changed', { state: 'restarting', attempt: 4, inMs: 30_000, why: 'crashed' })
  })
  await page.getByRole('button', { name: words.frame.engineRetry }).click()
  await expect.poll(() => callsOf(page, 'engine.retry')).toBe(1)
})

test('many that cannot be read are shown a few at a time', async ({ harness: { open, page } }) => {
  await open('still')
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    for (let n = 1; n <= 12; n++)
      fake.emit('notice', {
        kind: 'unreadable',
        subject: `broken ${n}.torrent`,
        error: { code: 'torrent-invalid', fault: 'not-bencode' },
      })
  })
  await expect(dialog(page)).toContainText(words.add.unreadableTitle(12))
  await expect(dialog(page)).not.toContainText('broken 4.torrent')
  await dialog(page)
    .getByRole('button', { name: words.add.unreadableMore(9) })
    .click()
  await expect(dialog(page)).toContainText('broken 12.torrent')
})
