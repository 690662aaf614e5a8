import * as v from 'valibot'
import { expect, it } from 'vitest'
import { checkInput } from '../ipc/contract.ts'
import { defaultSettings, SettingsSchema } from './settings.ts'

const defaults = defaultSettings({ folder: '/downloads', port: 50_000 })

it('takes a file from before there were notifications of money as one that wants them', () => {
  const { notifyOfMoney, ...desktop } = defaults.desktop
  expect(notifyOfMoney).toBe(true)
  expect(v.parse(SettingsSchema, { ...defaults, desktop }).desktop.notifyOfMoney).toBe(true)
})

it('leaves notifications of money as they are when something else is changed', () => {
  const checked = checkInput('settings.change', { desktop: { onClose: 'quit' } })
  expect(checked).toEqual({ ok: true, value: { desktop: { onClose: 'quit' } } })
})
