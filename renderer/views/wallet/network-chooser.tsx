// Which network the wallet is on. Nothing is asked of any before one is chosen here; a node of one's own is checked
// before it is used.

import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { NetworkId } from '../../../app/tron/networks.ts'
import { ofNetwork } from '../../../app/wallet/networks-choice.ts'
import type { NodeCheck } from '../../../app/wallet/chain-state.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceList } from '../../components/choice-list.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Note } from '../../components/note.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { api } from '../../state/api.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { useWallet } from '../../state/wallet.ts'

const networkIds: readonly NetworkId[] = ['mainnet', 'nile', 'shasta', 'custom', 'practice']

interface NodeTyped {
  readonly full: string
  readonly apiKey: string
}

const isUrl = (text: string): boolean => /^https?:\/\/[^\s/?#@\\]+(\/[^\s?#\\]*)?$/i.test(text)

const nodeOf = ({ full, apiKey }: NodeTyped) => ({
  full: full.trim(),
  solidity: null,
  apiKey: apiKey.trim() === '' ? null : apiKey.trim(),
})

const CustomNode = ({ typed, onChange }: { typed: NodeTyped; onChange: (typed: NodeTyped) => void }) => {
  const { errors, wallet: words } = useMessages()
  const [found, setFound] = useState<NodeCheck | string | null>(null)
  const valid = isUrl(typed.full.trim())
  const check = async (): Promise<void> => {
    setFound(null)
    const result = await api().call('chain.checkNode', nodeOf(typed))
    setFound(result.ok ? result.value : errors.sentence(result.error))
  }
  return (
    <div className="wallet__form">
      <Field
        label={words.customNode}
        hint={words.customNodeHint}
        error={typed.full.trim() === '' || valid ? null : words.customNodeWrong}
      >
        <TextInput maxLength={500} value={typed.full} onChange={(full) => onChange({ ...typed, full })} />
      </Field>
      <Field label={words.apiKey} hint={words.apiKeyHint}>
        <TextInput maxLength={200} value={typed.apiKey} onChange={(apiKey) => onChange({ ...typed, apiKey })} />
      </Field>
      <div>
        <Button disabled={!valid} onClick={() => void check()}>
          {words.checkNode}
        </Button>
      </div>
      {typeof found === 'string' && (
        <Note tone="warning" announced>
          {found}
        </Note>
      )}
      {found !== null && typeof found !== 'string' && (
        <Note announced>
          {words.nodeIs(
            found.network === null ? words.unknownNetwork : words.networks[found.network],
            found.headNumber,
          )}
        </Note>
      )}
    </div>
  )
}

interface NetworkDialogProps {
  readonly onClose: () => void
  readonly onChosen: () => void
}

export const NetworkDialog = ({ onClose, onChosen }: NetworkDialogProps) => {
  const { common, wallet: words } = useMessages()
  const settings = useSettings((all) => all.wallet)
  const [network, setNetwork] = useState<NetworkId>(settings.network ?? 'mainnet')
  const [own] = ofNetwork(settings.nodes, 'custom')
  const [typed, setTyped] = useState<NodeTyped>({ full: own?.full ?? '', apiKey: own?.apiKey ?? '' })
  const ready = network !== 'custom' || isUrl(typed.full.trim())
  const use = async (): Promise<void> => {
    if (!ready) return
    const others = settings.nodes.filter((node) => node.network !== 'custom')
    const nodes = network === 'custom' ? [...others, { network: 'custom' as const, ...nodeOf(typed) }] : settings.nodes
    if (await changeSettings({ wallet: { network, nodes } })) onChosen()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      onEnter={() => void use()}
      title={words.chooseNetwork}
      description={words.chooseNetworkText}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" disabled={!ready} onClick={() => void use()}>
            {words.useNetwork}
          </Button>
        </>
      }
    >
      <div className="wallet__form">
        <ChoiceList
          label={words.network}
          value={network}
          choices={networkIds.map((id) => ({ value: id, label: words.networks[id], text: words.networkTexts[id] }))}
          onChange={setNetwork}
        />
        {network === 'custom' && <CustomNode typed={typed} onChange={setTyped} />}
      </div>
    </Dialog>
  )
}

const useNodeText = (): string | null => {
  const words = useMessages().wallet
  const chain = useWallet((wallet) => wallet.chain)
  const bad = chain?.nodes.find(({ condition }) => condition !== 'ok' && condition !== 'unknown')
  if (bad) return words.node(bad.host, words.conditions[bad.condition])
  return chain?.solidNumber == null ? null : words.block(chain.solidNumber)
}

export const NetworkButton = () => {
  const words = useMessages().wallet
  const network = useSettings((all) => all.wallet.network)
  const [open, setOpen] = useState(false)
  const node = useNodeText()
  const name = network === null ? words.noNetwork : words.networks[network]
  return (
    <>
      {node !== null && <span className="wallet__node numeric">{node}</span>}
      <Button after={ChevronDown} aria-label={words.networkChoose(name)} onClick={() => setOpen(true)}>
        {name}
      </Button>
      {open && <NetworkDialog onClose={() => setOpen(false)} onChosen={() => setOpen(false)} />}
    </>
  )
}
