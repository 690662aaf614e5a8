// One attempt at a time to have the wallet do something: whether it is under way, and why the last one failed.

import { useRef, useState } from 'react'
import type { AppError } from '../../../app/ipc/errors.ts'
import type { Result } from '../../../app/result.ts'

export interface Attempt {
  readonly busy: boolean
  readonly error: AppError | null
  /** The outcome goes to `then` when it went well. */
  run<T>(work: () => Promise<Result<T, AppError>>, then: (value: T) => void): void
}

export const useAttempt = (): Attempt => {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const running = useRef(false)
  const attempt = async <T>(work: () => Promise<Result<T, AppError>>, then: (value: T) => void): Promise<void> => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(null)
    const result = await work()
    running.current = false
    setBusy(false)
    if (result.ok) then(result.value)
    else setError(result.error)
  }
  return { busy, error, run: (work, then) => void attempt(work, then) }
}
