// Which network the wallet is on. Nothing is asked of any before one is chosen here; nodes of one's own are
// checked before they are used.

import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { NetworkId } from '../../../app/tron/networks.ts'
import { ofNetwork, type WalletSettings } from '../../../app/wallet/networks-choice.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceList } from '../../components/choice-list.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useMessages } from '../../messages/messages.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { useWallet } from '../../state/wallet.ts'
import { NodeFields } from './node-fields.tsx'
import { emptyNode, nodesOf, typedOf, withNodes, type NodeTyped } from './node-form.ts'
import { VaultField, vaultOf } from './vault-field.tsx'

const networkIds: readonly NetworkId[] = ['mainnet', 'nile', 'shasta', 'custom', 'practice']

/** A custom network is nothing without a node. */
const startOf = (nodes: WalletSettings['nodes'], network: NetworkId): readonly NodeTyped[] => {
  const own = ofNetwork(nodes, network).map(typedOf)
  return own.length === 0 && network === 'custom' ? [emptyNode] : own
}

interface NetworkDialogProps {
  readonly onClose: () => void
  readonly onChosen: () => void
}

export const NetworkDialog = ({ onClose, onChosen }: NetworkDialogProps) => {
  const { common, wallet: words } = useMessages()
  const settings = useSettings((all) => all.wallet)
  const [network, setNetwork] = useState<NetworkId>(settings.network ?? 'mainnet')
  const [changed, setChanged] = useState<Partial<Record<NetworkId, readonly NodeTyped[]>>>({})
  const typed = changed[network] ?? startOf(settings.nodes, network)
  const own = nodesOf(typed)
  const [typedVault, setTypedVault] = useState<string>(settings.customVault ?? '')
  const customVault = vaultOf(typedVault)
  const ready = own !== null && (network !== 'custom' || (own.length > 0 && customVault !== undefined))
  const use = async (): Promise<void> => {
    if (!ready) return
    const nodes = withNodes(settings.nodes, network, own)
    // What is typed for another network than the one that is chosen changes nothing.
    const vault = network === 'custom' && customVault !== undefined ? { customVault } : {}
    if (await changeSettings({ wallet: { network, nodes, ...vault } })) onChosen()
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
        {network !== 'practice' && (
          <NodeFields
            key={network}
            network={network}
            typed={typed}
            onChange={(nodes) => setChanged({ ...changed, [network]: nodes })}
          />
        )}
        {network === 'custom' && <VaultField typed={typedVault} onChange={setTypedVault} />}
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
