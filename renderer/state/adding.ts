// What waits to be added: candidates the engine read, what could not be read, what is being read now. Filled by drops,
// pastes, the file dialog and other programs; the add dialog empties it. The user's choices for each candidate are the
// dialog's own. Invariant: one entry per torrent, in the order of arrival.

import { create } from 'zustand'
import type { Candidate } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'
import { linksIn } from '../views/add/link-list.ts'
import { act, api } from './api.ts'
import { notify } from './notices.ts'

export interface Unreadable {
  /** The file's name or the link, as the user knows it. */
  readonly subject: string
  readonly error: AppError
}

interface Adding {
  readonly candidates: readonly Candidate[]
  readonly unreadable: readonly Unreadable[]
  /** File names and links being looked at. */
  readonly reading: readonly string[]
  /** The dialog that asks for links is open. */
  readonly askingForLinks: boolean
}

export const useAdding = create<Adding>(() => ({
  candidates: [],
  unreadable: [],
  reading: [],
  askingForLinks: false,
}))

const withCandidate = (candidates: readonly Candidate[], fresh: Candidate): readonly Candidate[] =>
  candidates.some(({ id }) => id === fresh.id)
    ? candidates.map((candidate) => (candidate.id === fresh.id ? fresh : candidate))
    : [...candidates, fresh]

/** New candidates, or news of those that are here. */
export const openAdd = (candidates: readonly Candidate[]): void =>
  useAdding.setState((state) => ({ candidates: candidates.reduce(withCandidate, state.candidates) }))

/** The engine began anew: these are all there are, what was open before under other refs. */
export const replaceCandidates = (candidates: readonly Candidate[]): void => useAdding.setState({ candidates })

/** The candidate was confirmed or cancelled. */
export const dropCandidate = (ref: number): void =>
  useAdding.setState((state) => ({ candidates: state.candidates.filter((candidate) => candidate.ref !== ref) }))

export const clearUnreadable = (): void => useAdding.setState({ unreadable: [] })

/** Another program handed over what cannot be read. */
export const openUnreadable = (failure: Unreadable): void =>
  useAdding.setState((state) => ({ unreadable: [...state.unreadable, failure] }))

/** Opens or closes the dialog that asks for links. */
export const askForLinks = (open: boolean): void => useAdding.setState({ askingForLinks: open })

const read = async (subject: string, inspect: () => Promise<Result<Candidate, AppError>>): Promise<void> => {
  useAdding.setState((state) => ({ reading: [...state.reading, subject] }))
  const result = await inspect()
  useAdding.setState((state) => ({ reading: state.reading.toSpliced(state.reading.indexOf(subject), 1) }))
  if (result.ok) return openAdd([result.value])
  openUnreadable({ subject, error: result.error })
}

const bytesOf = async (file: File): Promise<Result<Uint8Array<ArrayBuffer>, AppError>> => {
  try {
    return { ok: true, value: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    return { ok: false, error: { code: 'file-unreadable', name: file.name } }
  }
}

const readFile = async (file: File): Promise<Result<Candidate, AppError>> => {
  const bytes = await bytesOf(file)
  return bytes.ok ? api().call('add.inspectFile', { bytes: bytes.value, name: file.name }) : bytes
}

/** .torrent files dropped or pasted. */
export const addFiles = async (files: readonly File[]): Promise<void> => {
  await Promise.all(files.map((file) => read(file.name, () => readFile(file))))
}

export const addLinks = async (links: readonly string[]): Promise<void> => {
  await Promise.all(links.map((link) => read(link, () => api().call('add.inspectLink', { link }))))
}

/** Links in text that was pasted or dropped; says so when there is none. */
export const addText = (text: string): Promise<void> => {
  const { links, beyond } = linksIn(text)
  if (links.length === 0) notify({ kind: 'nothing-to-add' })
  if (beyond.length > 0) notify({ kind: 'left-out', count: beyond.length, most: links.length })
  return addLinks(links)
}

/** The system's dialog for .torrent files; what is chosen comes as offers. */
export const chooseFiles = (): void => void act('add.chooseFiles', undefined)
