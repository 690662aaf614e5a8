// How long the event loop was held up at most: the time one turn took of this thread's processor, so that a busy
// machine does not count as ours.

export interface LoopWatch extends Disposable {
  /** Milliseconds of the longest turn since it was last asked. */
  longest(): number
}

const cpu = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

export const watchLoop = (): LoopWatch => {
  let [wall, spent, most, stopped] = [performance.now(), cpu(), 0, false]
  const turn = (): void => {
    if (stopped) return
    const [now, used] = [performance.now(), cpu()]
    most = Math.max(most, Math.min(now - wall, used - spent))
    ;[wall, spent] = [now, used]
    setImmediate(turn)
  }
  setImmediate(turn)
  return {
    longest: () => {
      const was = most
      most = 0
      return was
    },
    [Symbol.dispose]: () => {
      stopped = true
    },
  }
}
