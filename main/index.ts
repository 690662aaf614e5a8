// Where main begins: makes the parts, joins them, and starts them in order. What a part does is in its own file;
// here is only who knows whom. Nothing before `start` may wait: macOS hands over files before the app is ready.

import { join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'
import type { Placement } from '../app/desktop/bounds.ts'
import type { UiRequest } from '../app/ipc/contract.ts'
import { defaultSettings } from '../app/settings/settings.ts'
import { appControl } from './desktop/app-control.ts'
import { createQuitting } from './desktop/ending.ts'
import { followEngine } from './desktop/engine-news.ts'
import { guardAllContents, guardedSession, keySession } from './desktop/guards.ts'
import { Intake } from './desktop/intake.ts'
import { MainWindow } from './desktop/main-window.ts'
import { setMenu } from './desktop/menu.ts'
import { words } from './desktop/messages.ts'
import { Money } from './desktop/money.ts'
import { collectOpenings, ownHandover } from './desktop/openings.ts'
import { registerPageScheme, servePage } from './desktop/page.ts'
import { readPlacement } from './desktop/placement.ts'
import { watchPreloads } from './desktop/preload-watch.ts'
import { onResume } from './desktop/power.ts'
import { Presence } from './desktop/presence.ts'
import { downloadFolder, useProfile } from './desktop/profile.ts'
import { engineSettings, followSettings } from './desktop/settings-effects.ts'
import { desktopShell } from './desktop/shell.ts'
import { smoke } from './desktop/smoke.ts'
import { applyTheme } from './desktop/theme.ts'
import { hasTrayHost } from './desktop/tray-host.ts'
import { WindowChannel } from './ipc/channel.ts'
import { CandidateMemory } from './ipc/candidate-memory.ts'
import { EngineMemory } from './ipc/engine-memory.ts'
import { mainHandlers } from './ipc/handlers.ts'
import { Removals } from './ipc/removals.ts'
import { WindowLink } from './ipc/window-link.ts'
import { openAppLog } from './log/app-log.ts'
import { catchUnexpected } from './log/unexpected.ts'
import { firstPort } from './settings/first-port.ts'
import { openSpeed, type SpeedDesk } from './speed/open-speed.ts'
import { Demo } from './speed/demo/demo.ts'
import { Swarm, type SwarmHost } from './speed/demo/swarm.ts'
import { openSettings, type SettingsStore } from './settings/store.ts'
import { systemClock as clock } from './supervisor/clock.ts'
import { engineClient } from './supervisor/engine-client.ts'
import { handedLine } from './supervisor/handed-line.ts'
import { forkChain, forkEngine, forkPractice, forkWallet } from './supervisor/utility-process.ts'
import { Supervisor } from './supervisor/supervisor.ts'

const here = import.meta.dirname
const development = !app.isPackaged
const profile = useProfile()
let store: SettingsStore | null = null
let showWindow = (): void => undefined

const log = openAppLog(profile.logFolder, () => [
  { folder: app.getPath('home'), word: '~' },
  { folder: profile.folder, word: '<profile>' },
  { folder: store?.get().downloads.folder ?? '', word: '<downloads>' },
])
const tellOfUnexpected = catchUnexpected(log, process)
const passOpenings = collectOpenings(() => showWindow())

const openStore = (): Promise<SettingsStore> => {
  const defaults = defaultSettings({ folder: downloadFolder(), port: firstPort() })
  return openSettings({ path: profile.settingsFile, defaults, now: Date.now() })
}

const superviseEngine = (settings: SettingsStore): Supervisor => {
  const startWith = () => ({
    stateFolder: profile.engineFolder,
    settings: engineSettings(settings.get()),
    version: app.getVersion(),
  })
  return new Supervisor({
    name: 'engine',
    away: { code: 'engine-unavailable' },
    fork: () => forkEngine(join(here, 'engine.js')),
    startWith,
    log,
    clock,
  })
}

const openWindow = (placement: Placement): MainWindow => {
  const session = guardedSession({ development })
  servePage(session, join(here, '../renderer'))
  const preload = join(here, '../preload/index.cjs')
  return new MainWindow({ session, preload, placementFile: profile.placementFile, development, log }, placement)
}

const openMoney = (settings: SettingsStore, link: WindowLink, window: BrowserWindow): Money => {
  const session = keySession({ development })
  servePage(session, join(here, '../renderer'))
  return new Money({
    settings,
    link,
    log,
    clock,
    folders: { wallet: profile.walletFolder, chain: profile.chainFolder, practice: profile.practiceFolder },
    fork: {
      wallet: () => forkWallet(join(here, 'wallet.js')),
      chain: () => forkChain(join(here, 'chain.js')),
      practice: () => forkPractice(join(here, 'practice.js')),
    },
    window,
    keySession: session,
    keyPreload: join(here, '../preload/keys.cjs'),
    development,
  })
}

/** What the engine and the window need of each other. */
const joinEngine = (settings: SettingsStore) => {
  const supervisor = superviseEngine(settings)
  const removals = new Removals(engineClient(supervisor))
  const engine = new CandidateMemory(removals)
  const link = new WindowLink()
  const memory = new EngineMemory(engine)
  const intake = new Intake({ engine, notify: (notice) => link.emit('notice', notice) })
  return { supervisor, removals, engine, link, memory, intake }
}

const requester =
  (main: MainWindow, link: WindowLink) =>
  (request: UiRequest): void => {
    main.show()
    link.emit('ui.request', request)
  }

const TRIAL_BLOCK_MS = 250
const TRON_BLOCK_MS = 3_000

/** Its processes are the same as ours, under another name. */
const openDemo = ({ engine, money, speed }: { engine: CandidateMemory; money: Money; speed: SpeedDesk }): Demo => {
  const name = 'Swiftseed practice swarm'
  const give: SwarmHost['give'] = (address) => money.tellPractice('/practice/faucet', { address })
  const practice = () => money.practice
  const fork: SwarmHost['fork'] = {
    engine: () => forkEngine(join(here, 'engine.js'), name),
    wallet: () => forkWallet(join(here, 'wallet.js'), name),
    chain: () => forkChain(join(here, 'chain.js'), name),
  }
  return new Demo({
    folder: profile.trialFolder,
    engine,
    speed: speed.deps,
    keys: money.keys,
    holdings: () => money.holdings,
    wallet: () => money.wallet.call('wallet.state', undefined),
    swarm: (folder) => new Swarm(folder, { fork, line: handedLine, practice, give, log, clock }),
    hurry: async (hurried) =>
      void (await money.tellPractice('/practice/pace', { ms: hurried ? TRIAL_BLOCK_MS : TRON_BLOCK_MS })),
    practice,
    give,
    log,
    clock,
  })
}

const joinSpeed = (
  parts: { engine: CandidateMemory; settings: SettingsStore; link: WindowLink; money: Money },
  presence: Presence,
): { readonly speed: SpeedDesk; readonly demo: Demo } => {
  const speed = openSpeed({
    ...parts,
    log,
    clock,
    rows: () => presence.activity.rows,
    listening: () => presence.stats,
    trial: () => demo.state,
    told: (state) => presence.hearSpeed(state),
    noticed: (notice) => presence.noticed(notice),
  })
  const demo = openDemo({ ...parts, speed })
  parts.money.onChange(() => demo.refresh())
  return { speed, demo }
}

const start = async (trayHost: Promise<boolean>): Promise<void> => {
  const known = [openStore(), trayHost, readPlacement(profile.placementFile)] as const
  const [settings, tray, placement] = await Promise.all(known)
  store = settings
  applyTheme(settings.get())
  const { supervisor, removals, engine, link, memory, intake } = joinEngine(settings)
  // First what takes longest. Nothing it says is missed: no turn passes until all below is joined to it.
  supervisor.start()
  const main = openWindow(placement)
  showWindow = () => main.show()
  const money = openMoney(settings, link, main.window)
  // No payment is begun any more; what is under way is answered, and kept.
  const stopMoney = (): Promise<void> => (speed.close(), demo.set(false).then(() => money.stop()))
  const stopEngine = (): Promise<void> => demo.set(false).then(() => supervisor.stop())
  const stops = { engine: { stop: stopEngine }, money: { stop: stopMoney } }
  const quitting = createQuitting({ main, link, settings, ...stops, tray, log, clock })
  const quit = (): void => quitting.quit()
  const stopSpending = (): void => speed.stopSpending()
  const request = requester(main, link)
  const presence = new Presence({ engine, settings, window: main, clock, tray, request, stopSpending, quit })
  const { speed, demo } = joinSpeed({ engine, settings, link, money }, presence)
  const control = appControl({ quitting, settings, supervisor, tray })
  const keptFolders = [profile.folder, app.getAppPath(), app.getPath('home'), downloadFolder()]
  const handlers = mainHandlers({
    engine,
    removals,
    settings,
    intake,
    shell: desktopShell(main.window),
    control,
    speed: { ...speed.deps, demo: (on) => demo.set(on) },
    money,
    keptFolders,
  })
  new WindowChannel(log).register(main.window.webContents, (port) => {
    speed.forgetLook()
    link.serve(port, { handlers, engine, chain: money.chain, memory, log })
  })

  tellOfUnexpected((logId) => link.emit('notice', { kind: 'error', error: { code: 'internal', logId }, subject: null }))
  followSettings(settings, { engine, link, log })
  followEngine(supervisor, { link, memory, candidates: engine, intake, presence, speed, log })
  supervisor.onState(({ state }) => state === 'running' && demo.engineRuns())
  main.onVisibility((visible) => {
    memory.setVisible(visible)
    presence.refresh()
  })
  onResume(() => presence.activity.reannounce())
  app.on('activate', () => main.show())
  setMenu({ link, quit, addFiles: () => void handlers['add.chooseFiles'](undefined) }, { development })

  const { argv, cwd } = ownHandover()
  const asked = intake.takeArguments(argv, cwd)
  passOpenings(intake)
  money.begin()
  if (process.env['SWIFTSEED_DEMO'] === '1') link.emit('ui.request', { do: 'try-speed' })
  await main.load({ hidden: settings.get().desktop.startHidden && tray && !asked })
  if (process.env['SWIFTSEED_SMOKE'] === '1') await smoke(main.window, supervisor, quit)
}

const giveUp = (cause: unknown): void => {
  const logId = log.error('could not start', cause)
  dialog.showErrorBox(words.cannotStart, words.cannotStartWhy(profile.logFolder, logId))
  app.exit(1)
}

// Undoes --no-sandbox for every process, which none survives where that switch is needed (root in development).
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerPageScheme()
guardAllContents()
watchPreloads(log)
if (app.requestSingleInstanceLock({ ...ownHandover() })) {
  // Asked while Electron gets ready.
  const trayHost = hasTrayHost()
  app
    .whenReady()
    .then(() => start(trayHost))
    .catch(giveUp)
} else app.exit(0)
