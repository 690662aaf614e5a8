// The torrent being made: what it is made of, what the user says of it, how far hashing is, and what came of it. Lives
// beside the page, so that one may go elsewhere meanwhile. Leaves the work to main and the engine.

import { create } from 'zustand'
import {
  findsNobody,
  type Created,
  type CreationProgress,
  type CreationSource,
  type SourceSurvey,
} from '../../app/creating/creation.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'
import { textToTiers, type TrackerFault } from '../views/details/tracker-text.ts'
import { act, api } from './api.ts'
import { notify } from './notices.ts'
import { useUi } from './ui.ts'

export interface CreateForm {
  readonly name: string
  /** Null: automatic. */
  readonly pieceLength: number | null
  readonly trackers: string
  readonly webSeeds: string
  readonly isPrivate: boolean
  readonly comment: string
  readonly source: string
  readonly hidden: boolean
  readonly dated: boolean
  readonly seed: boolean
}

interface Creating {
  readonly source: CreationSource | null
  /** Null: not looked yet. */
  readonly survey: SourceSurvey | null
  readonly form: CreateForm
  readonly stage: 'form' | 'making' | 'done'
  readonly progress: CreationProgress | null
  readonly error: AppError | null
  readonly trackerFault: TrackerFault | null
  readonly result: Created | null
}

const emptyForm: CreateForm = {
  name: '',
  pieceLength: null,
  trackers: '',
  webSeeds: '',
  isPrivate: false,
  comment: '',
  source: '',
  hidden: false,
  dated: true,
  seed: true,
}

const nothing: Creating = {
  source: null,
  survey: null,
  form: emptyForm,
  stage: 'form',
  progress: null,
  error: null,
  trackerFault: null,
  result: null,
}

export const useCreating = create<Creating>(() => nothing)

const now = (): Creating => useCreating.getState()
const set = (change: Partial<Creating>): void => useCreating.setState(change)

/** Looks at what was chosen; an answer about what is chosen no more is dropped. */
const look = async (source: CreationSource): Promise<void> => {
  const { hidden } = now().form
  set({ survey: null })
  const survey = await api().call('create.survey', { ref: source.ref, hidden })
  const { source: current, form } = now()
  if (current?.ref !== source.ref || form.hidden !== hidden) return
  if (survey.ok) set({ survey: survey.value })
  else set({ source: null, error: survey.error })
}

const takeSource = (source: CreationSource): Promise<void> => {
  set({ source, stage: 'form', error: null, result: null, form: { ...now().form, name: source.name } })
  return look(source)
}

export const chooseSource = async (what: 'files' | 'folder'): Promise<void> => {
  const chosen = await act('create.choose', { what })
  if (chosen?.value) await takeSource(chosen.value)
}

/** What fell on the page. */
export const dropSource = async (files: readonly File[]): Promise<void> => {
  if (now().stage === 'making') return
  const taken: Result<CreationSource, AppError> = await api().dropped(files)
  if (taken.ok) await takeSource(taken.value)
  else set({ error: taken.error })
}

export const forgetSource = (): void => set({ source: null, survey: null, error: null })

export const setForm = (change: Partial<CreateForm>): void => {
  const { form, source } = now()
  set({ form: { ...form, ...change }, error: null, trackerFault: null })
  if (source && change.hidden !== undefined && change.hidden !== form.hidden) void look(source)
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Says so where one is that does not look at the page. */
const finish = (result: Created): void => {
  set({ stage: 'done', progress: null, result })
  if (useUi.getState().view !== 'create') notify({ kind: 'created', name: result.name })
}

const giveUp = (error: AppError): void => {
  set({ stage: 'form', progress: null, error: error.code === 'cancelled' ? null : error })
  if (useUi.getState().view !== 'create' && error.code !== 'cancelled') {
    notify({ kind: 'error', error, subject: now().form.name })
  }
}

export const makeTorrent = async (): Promise<void> => {
  const { source, form, stage, survey } = now()
  if (!source || stage !== 'form') return
  const tiers = textToTiers(form.trackers)
  if (!tiers.ok) return set({ trackerFault: tiers.error })
  if (findsNobody({ isPrivate: form.isPrivate, trackers: tiers.value })) {
    return set({ error: { code: 'private-without-tracker' } })
  }
  set({ stage: 'making', progress: null, error: null })
  const { webSeeds, seed, name, ...rest } = form
  const made = await api().call('create.start', {
    ...rest,
    ref: source.ref,
    name: name.trim(),
    trackers: tiers.value,
    webSeeds: linesOf(webSeeds),
    seed: seed && survey?.renamed === 0,
  })
  if (!made.ok) giveUp(made.error)
  else if (made.value === null) set({ stage: 'form' })
  else finish(made.value)
}

export const stopMaking = (): void => {
  const { source } = now()
  if (source) void act('create.cancel', { ref: source.ref })
}

export const receiveProgress = (progress: CreationProgress): void => {
  if (now().stage === 'making' && now().source?.ref === progress.ref) set({ progress })
}

export const saveAgain = async (): Promise<void> => {
  const { source, result } = now()
  const saved = source && (await act('create.save', { ref: source.ref }))
  if (saved?.value != null && result) set({ result: { ...result, saved: { path: saved.value } } })
}

export const showSaved = (): void => {
  const { source } = now()
  if (source) void act('create.show', { ref: source.ref })
}

export const copyMagnet = async (): Promise<void> => {
  const { result } = now()
  if (result && (await act('app.copyText', { text: result.magnet })))
    notify({ kind: 'copied', what: 'magnet', count: 1 })
}

/** Trackers and the like stay: the next torrent is likely for the same place. */
export const makeAnother = (): void => set({ ...nothing, form: { ...now().form, name: '', pieceLength: null } })
