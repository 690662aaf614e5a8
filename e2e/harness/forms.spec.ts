// Forms that are not filled in as they must be: nothing is sent or lost, the place of the fault is said and has the focus.

import { expect, type Page } from '@playwright/test'
import type { CommandName } from '../../app/ipc/contract.ts'
import { english as words } from '../../renderer/messages/en/english.ts'
import { test, type HarnessWindow } from './harness.ts'

const calls = (page: Page, command: CommandName): Promise<number> =>
  page.evaluate((wanted) => {
    const { fake } = window as unknown as HarnessWindow
    return fake.calls.filter(({ name }) => name === wanted).length
  }, command)

const openTab = async (page: Page, tab: string): Promise<void> => {
  await page.getByRole('row').filter({ hasText: 'Sintel' }).click()
  await page.getByRole('tab', { name: tab }).click()
}

test('a private torrent without a tracker is not made', async ({ harness: { open, page, resize } }) => {
  await open('still')
  await resize(900, 560)
  await page.keyboard.press('ControlOrMeta+n')
  await page.getByRole('button', { name: words.create.chooseFolder }).click()
  await page.getByRole('switch', { name: words.create.private }).click()
  const [trackers, confirm] = [
    page.getByRole('textbox', { name: words.create.trackers, exact: true }),
    page.getByRole('button', { name: words.create.confirm }),
  ]
  await confirm.click()
  const sentence = words.errors.sentence({ code: 'private-without-tracker' })
  await expect(trackers).toBeFocused()
  await expect(trackers).toHaveAttribute('aria-invalid', 'true')
  await expect(trackers).toHaveAccessibleDescription(new RegExp(sentence))
  await expect(page.getByText(sentence)).toBeInViewport({ ratio: 1 })
  expect(await calls(page, 'create.start')).toBe(0)

  await trackers.fill('udp://tracker.example.org:6969')
  await expect(page.getByText(sentence)).toBeHidden()
  await confirm.click()
  await expect(page.getByText(words.create.seeding)).toBeVisible()
})

test('trackers that are none stay in their dialog', async ({ harness: { open, page } }) => {
  await open('still&details')
  await openTab(page, words.details.trackers)
  await page.getByRole('button', { name: words.trackers.edit }).click()
  const box = page.getByRole('textbox', { name: words.trackers.editLabel, exact: true })
  await box.fill('udp://tracker.example.org:6969\nnonsense')
  await page.getByRole('button', { name: words.trackers.editConfirm }).click()
  await expect(box).toBeFocused()
  await expect(box).toHaveAccessibleDescription(new RegExp(words.trackers.fault(2, 'not-an-address')))
  expect(await calls(page, 'torrents.setTrackers')).toBe(0)
})

test('the address of a peer stays in its dialog until it was taken', async ({ harness: { open, page } }) => {
  await open('still&details')
  await openTab(page, words.details.peers)
  await page.getByRole('button', { name: words.peers.add }).click()
  const [box, confirm] = [
    page.getByRole('textbox', { name: words.peers.addLabel, exact: true }),
    page.getByRole('button', { name: words.peers.addConfirm }),
  ]
  await box.fill('nowhere')
  await confirm.click()
  await expect(box).toBeFocused()
  await expect(box).toHaveAccessibleDescription(new RegExp(words.peers.addWrong))

  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    fake.answer('torrents.addPeer', () => ({ ok: false, error: { code: 'engine-unavailable' } }))
  })
  await box.fill('203.0.113.9:6881')
  await confirm.click()
  await expect.poll(() => calls(page, 'torrents.addPeer')).toBe(1)
  await expect(box).toHaveValue('203.0.113.9:6881')
  await expect(box).toBeFocused()
})
