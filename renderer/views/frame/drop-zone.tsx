// Torrent files, links and text dragged over the window from elsewhere: says what a drop will do, and hands it over. On
// the page that makes torrents it is what the torrent is made of.
// Drags that begin inside the window are none of its business.

import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useMessages } from '../../messages/messages.ts'
import { addFiles, addText } from '../../state/adding.ts'
import { dropSource } from '../../state/creating.ts'
import { useUi } from '../../state/ui.ts'
import './drop-zone.css'

const kinds = ['Files', 'text/uri-list', 'text/plain']

const isWelcome = (data: DataTransfer | null): data is DataTransfer =>
  data !== null && data.types.some((type) => kinds.includes(type))

const take = (data: DataTransfer): void => {
  const files = [...data.files]
  if (files.length > 0 && useUi.getState().view === 'create') void dropSource(files)
  else if (files.length > 0) void addFiles(files)
  else void addText(data.getData('text/uri-list') || data.getData('text/plain'))
}

/** Whether something is held over the window; drops are taken. `enter` and `leave` come in pairs, one an element. */
const useDrop = (): boolean => {
  const [over, setOver] = useState(false)
  useEffect(() => {
    let depth = 0
    let fromHere = false
    const end = (): void => {
      depth = 0
      setOver(false)
    }
    const listeners: { readonly [K in 'dragstart' | 'dragend']: () => void } = {
      dragstart: () => (fromHere = true),
      dragend: () => (fromHere = false),
    }
    const onEnter = (event: DragEvent): void => {
      if (fromHere || !isWelcome(event.dataTransfer)) return
      depth += 1
      setOver(true)
    }
    const onLeave = (): void => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const onOver = (event: DragEvent): void => {
      event.preventDefault()
      if (event.dataTransfer)
        event.dataTransfer.dropEffect = fromHere || !isWelcome(event.dataTransfer) ? 'none' : 'copy'
    }
    const onDrop = (event: DragEvent): void => {
      event.preventDefault()
      if (!fromHere && isWelcome(event.dataTransfer)) take(event.dataTransfer)
      end()
    }
    const stop = new AbortController()
    const on = { signal: stop.signal }
    document.addEventListener('dragstart', listeners.dragstart, on)
    document.addEventListener('dragend', listeners.dragend, on)
    document.addEventListener('dragenter', onEnter, on)
    document.addEventListener('dragleave', onLeave, on)
    document.addEventListener('dragover', onOver, on)
    document.addEventListener('drop', onDrop, on)
    return () => stop.abort()
  }, [])
  return over
}

export const DropZone = () => {
  const words = useMessages().frame
  const over = useDrop()
  const creates = useUi(({ view }) => view === 'create')
  if (!over) return null
  return (
    <div className="drop-zone">
      <div className="drop-zone__box">
        <Download size={28} strokeWidth={1.5} aria-hidden />
        <p className="drop-zone__title">{creates ? words.dropToCreate : words.drop}</p>
        <p className="drop-zone__text">{creates ? words.dropToCreateText : words.dropText}</p>
      </div>
    </div>
  )
}
