// How much room a folder has, asked for again when the folder changes. A folder being typed is asked about once the
// typing pauses.

import { useEffect, useState } from 'react'
import { api } from './api.ts'

const PAUSE = 250

/** Bytes; `unknown` when the disk does not say; null while it is asked. */
export const useFreeSpace = (folder: string): number | 'unknown' | null => {
  const [answer, setAnswer] = useState<{ readonly folder: string; readonly free: number | 'unknown' } | null>(null)
  useEffect(() => {
    if (folder === '') return
    let current = true
    const ask = async (): Promise<void> => {
      const result = await api().call('disk.free', { folder })
      if (current) setAnswer({ folder, free: result.ok ? result.value : 'unknown' })
    }
    const timer = setTimeout(() => void ask(), PAUSE)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [folder])
  if (folder === '') return 'unknown'
  return answer?.folder === folder ? answer.free : null
}
