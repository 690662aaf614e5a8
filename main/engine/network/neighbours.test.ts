import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** A network of two ends of a cable, nobody else on it; gone with the process in it. */
const NETWORK = `set -e
ip link set lo up
ip link add v0 type veth peer name v1
ip addr add 10.9.9.1/24 dev v0
ip -6 addr add fd09::1/64 dev v0 nodad
ip link set v0 up
ip link set v1 up
`
const possible = (): boolean =>
  process.platform === 'linux' &&
  spawnSync('unshare', ['-n', 'sh', '-c', NETWORK]).status === 0 &&
  spawnSync('/usr/bin/python3', ['-c', 'import libtorrent']).status === 0

const scene = join(import.meta.dirname, 'testing/neighbours.ts')

it.skipIf(!possible())(
  'finds and is found by libtorrent through multicast alone, and works over IPv6',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neighbours-'))
    const command = `${NETWORK} exec "$0" "$@"`
    const args = ['-n', 'sh', '-c', command, process.execPath, scene, folder]
    const { stdout } = await promisify(execFile)('unshare', args, {
      timeout: 100_000,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    })
    await rm(folder, { recursive: true })
    expect(JSON.parse(stdout)).toEqual({
      libtorrent: {
        weGot: true,
        theyGot: true,
        lsd: { state: 'working', count: 1 },
        neighbours: { state: 'working', peers: 1 },
      },
      v6: ['[fd09::1]:50003', '[fd09::1]:50004'],
    })
  },
)
