// What this window knows of Speed: of the whole, and of each torrent that buys or sells or is looked at. Fed by
// connection.ts; all of it can be asked for anew at any moment. Invariant: while main serves no Speed, `state` is null,
// and nothing of it is shown anywhere.

import { create } from 'zustand'
import type { Api } from '../../app/ipc/contract.ts'
import { ZERO, type Amount } from '../../app/money/amount.ts'
import type { SpeedState, TorrentSpeed, TorrentSpeedPhase } from '../../app/speed/speed-state.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { act } from './api.ts'
import { forgetHistory, noteRate, noteRates } from './speed-history.ts'
import { torrents as rows, type RowsStep } from './torrents.ts'
import { noRates, noteSample, type TrialRates } from './trial-rates.ts'

interface Speed {
  readonly state: SpeedState | null
  readonly torrents: ReadonlyMap<TorrentId, TorrentSpeed>
  /** Of the trial that runs. */
  readonly trialRates: TrialRates
}

const nothing: Speed = { state: null, torrents: new Map(), trialRates: noRates }

export const useSpeed = create<Speed>(() => nothing)

/** Speed exists here: its page, tab and commands are shown. */
export const useSpeedThere = (): boolean => useSpeed(({ state }) => state !== null)

export const speedIsThere = (): boolean => useSpeed.getState().state !== null

/** There is a wallet for it as well: it has columns in the list. */
export const hasColumns = ({ state }: Speed): boolean => state !== null && state.obstacle !== 'no-wallet'

export const speedOf = (id: TorrentId): TorrentSpeed | undefined => useSpeed.getState().torrents.get(id)

export const useTorrentSpeed = (id: TorrentId): TorrentSpeed | undefined => useSpeed(({ torrents }) => torrents.get(id))

/** Something was spent or earned on it. */
export const hasRows = (id: TorrentId): boolean => {
  const speed = speedOf(id)
  return speed !== undefined && speed.spent + speed.earned > 0n
}

const off: TorrentSpeedPhase = { is: 'off' }
const unknown: TorrentSpeedPhase = { is: 'unknown' }

/** Of a torrent that nothing is said of: off, unless the books that would say so are closed. */
export const phaseIn = ({ state, torrents }: Speed, id: TorrentId): TorrentSpeedPhase =>
  torrents.get(id)?.phase ?? (state?.booksOpen === false ? unknown : off)

const hearState = (state: SpeedState): void => {
  const same = state.demo?.id === useSpeed.getState().state?.demo?.id
  useSpeed.setState(same ? { state } : { state, trialRates: noRates })
}

/** While nothing is bought, all that comes is free. */
const freeRateOf = ({ id, on, freeRate }: TorrentSpeed): number =>
  on === true ? freeRate : (rows.row(id)?.downRate ?? freeRate)

/** Once a second, whether or not anything was heard of: a rate that holds is not told again. */
export const noteTrial = (): void => {
  const { state, torrents, trialRates } = useSpeed.getState()
  const trial = state?.demo?.id == null ? undefined : torrents.get(state.demo.id)
  if (trial === undefined) return
  const sample = { on: trial.on === true, all: rows.row(trial.id)?.downRate ?? 0, paid: trial.paidRate }
  useSpeed.setState({ trialRates: noteSample(trialRates, sample) })
}

const ratesOf = (torrent: TorrentSpeed) => ({
  id: torrent.id,
  paid: torrent.paidRate,
  free: freeRateOf(torrent),
})

/** Main tells nothing of a torrent on which nothing is bought, as long as nothing changes around it. */
const hearRows = ({ changed, fields }: RowsStep): void => {
  if (!fields.has('downRate')) return
  const known = useSpeed.getState().torrents
  for (const id of changed) {
    const torrent = known.get(id)
    if (torrent !== undefined && torrent.on !== true) noteRate(ratesOf(torrent), performance.now())
  }
}

const hearTorrents = (torrents: readonly TorrentSpeed[]): void => {
  noteRates(torrents.map(ratesOf), performance.now())
  useSpeed.setState({ torrents: new Map(torrents.map((torrent) => [torrent.id, torrent])) })
}

/** Fills the store and keeps it in step with the API until the returned function is called. */
export const connectSpeed = (api: Api): (() => void) => {
  const offs = [
    api.on('speed.changed', hearState),
    api.on('speed.torrentsChanged', hearTorrents),
    rows.onStep(hearRows),
  ]
  const fetch = async (): Promise<void> => {
    const [state, torrents] = await Promise.all([api.call('speed.state'), api.call('speed.torrents')])
    if (state.ok) hearState(state.value)
    if (torrents.ok) hearTorrents(torrents.value)
  }
  void fetch()
  return () => {
    for (const stop of offs) stop()
    forgetHistory()
    useSpeed.setState(nothing)
  }
}

/** At once, without a question: it only ever saves money. */
export const switchOff = (ids: readonly TorrentId[]): void => {
  for (const id of ids) void act('speed.setTorrent', { id, on: false, budget: speedOf(id)?.budget ?? ZERO })
}

/** Null when it was refused; then that was said. */
export const switchOn = (
  id: TorrentId,
  budget: Amount,
  name: string | null,
): Promise<{ readonly value: void } | null> => act('speed.setTorrent', { id, on: true, budget }, name)

export const stopSpending = (stopped: boolean): void => void act('speed.stopSpending', { stopped })
