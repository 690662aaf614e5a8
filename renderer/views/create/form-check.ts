// Whether what was typed can be sent: the same rules as the contract's, so that a wrong field is said while typing.

import type { SourceSurvey } from '../../../app/creating/creation.ts'
import type { AppError } from '../../../app/ipc/errors.ts'

export const isName = (name: string): boolean => {
  const trimmed = name.trim()
  return trimmed !== '' && trimmed !== '.' && trimmed !== '..' && !/[/\\\0]/u.test(trimmed)
}

/** There is something to hash, and all of it may be read. */
export const isReady = (survey: SourceSurvey | null, name: string): boolean =>
  survey !== null && survey.size > 0 && survey.unreadable.length === 0 && isName(name)

/** It is said at the field it is about. */
export const isOfField = ({ code }: AppError): boolean =>
  code === 'web-seed-invalid' || code === 'private-without-tracker'
