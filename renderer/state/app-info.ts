// What the app is and runs on: asked for once, the same for as long as the window lives. Null until it is known.

import { create } from 'zustand'
import type { AppInfo } from '../../app/ipc/contract.ts'
import { act } from './api.ts'

export const useAppInfo = create<{ readonly info: AppInfo | null }>(() => ({ info: null }))

export const loadAppInfo = async (): Promise<void> => {
  if (useAppInfo.getState().info !== null) return
  const answer = await act('app.info', undefined)
  if (answer) useAppInfo.setState({ info: answer.value })
}
