// What stories need of time and of answers that should not be refusals.

import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'

export const valueOf = <T>(result: Result<T, AppError>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

export const untilTrue = async (
  what: string,
  look: () => boolean | Promise<boolean>,
  withinMs = 30_000,
): Promise<void> => {
  const end = performance.now() + withinMs
  while (!(await look())) {
    if (performance.now() > end) throw new Error(`never: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
