// Asked when the window is closed and the settings say to ask: keep running without it, or quit. Escape leaves the
// window open. Main hides, minimises or quits according to the answer.

import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { loadAppInfo, useAppInfo } from '../../state/app-info.ts'
import { countByFilter } from '../../state/filter.ts'
import { torrents } from '../../state/torrents.ts'
import { askClose, useUi } from '../../state/ui.ts'
import './close-dialog.css'

const Content = () => {
  const { closing: words } = useMessages()
  const tray = useAppInfo(({ info }) => info?.trayAvailable ?? true)
  const [remember, setRemember] = useState(false)
  const [counts] = useState(() => countByFilter(torrents.rows.values()))
  useEffect(() => void loadAppInfo(), [])
  const answer = (keepRunning: boolean): void => {
    askClose(false)
    void act('app.answerClose', { keepRunning, remember })
  }
  const active = words.active(counts.downloading, counts.seeding)
  return (
    <Dialog
      open
      onClose={() => askClose(false)}
      title={words.title}
      size="small"
      aside={
        <Checkbox checked={remember} onChange={setRemember}>
          {words.remember}
        </Checkbox>
      }
      actions={
        <>
          <Button onClick={() => answer(false)}>{words.quit}</Button>
          <Button look="primary" autoFocus onClick={() => answer(true)}>
            {words.keep}
          </Button>
        </>
      }
    >
      <div className="close-dialog">
        {active !== null && <p>{active}</p>}
        <p>{tray ? words.text : words.textNoTray}</p>
        <p className="close-dialog__hint">{words.rememberHint}</p>
      </div>
    </Dialog>
  )
}

export const CloseDialog = () => (useUi(({ closeAsked }) => closeAsked) ? <Content /> : null)
