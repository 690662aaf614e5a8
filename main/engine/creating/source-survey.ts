// What the user is told of a source before anything is read: sums and the first few names of what is odd.

import type { SourceSurvey } from '../../../app/creating/creation.ts'
import type { LeftOut, LeftOutReason } from '../../../app/creating/source-files.ts'
import { safePaths } from '../../../app/torrent/paths.ts'
import type { Source } from './source-walk.ts'

export const FEW = 5
const reasons: readonly LeftOutReason[] = ['hidden', 'link', 'special', 'not-unicode']

export const sizeOf = (files: readonly { readonly length: number }[]): number =>
  files.reduce((sum, { length }) => sum + length, 0)

const leftOutFor = (leftOut: readonly LeftOut[], why: LeftOutReason): SourceSurvey['leftOut'] => {
  const paths = leftOut.filter((one) => one.why === why).map(({ path }) => path)
  return paths.length === 0 ? [] : [{ why, count: paths.length, examples: paths.slice(0, FEW) }]
}

/** Files that a client would save under another name: theirs is not possible on every system. */
export const renamedIn = ({ single, files }: Source): number => {
  if (single) return 0
  const safe = safePaths(files.map(({ path }) => path))
  if (!safe.ok) return files.length
  return safe.value.filter((path, index) => path.join('/') !== files[index]?.path.join('/')).length
}

export const surveyOf = (source: Source): SourceSurvey => ({
  single: source.single,
  files: source.files.length,
  size: sizeOf(source.files),
  leftOut: reasons.flatMap((why) => leftOutFor(source.leftOut, why)),
  unreadable: source.unreadable.slice(0, FEW),
  renamed: renamedIn(source),
})
