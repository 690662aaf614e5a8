// Nodes of the user's own for one network: several, each with a solidity node and an API key where it needs them, and
// what follows from how many there are.

import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { NetworkId } from '../../../app/tron/networks.ts'
import type { NodeCheck } from '../../../app/wallet/chain-state.ts'
import { MOST_NODES, quorumOf } from '../../../app/wallet/networks-choice.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Note } from '../../components/note.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { api } from '../../state/api.ts'
import { emptyNode, exposed, faultsOf, isBlank, nodeOf, type NodeTyped } from './node-form.ts'
import './node-fields.css'

interface CheckProps {
  readonly network: NetworkId
  readonly typed: NodeTyped
  readonly disabled: boolean
}

const Check = ({ network, typed, disabled }: CheckProps) => {
  const { errors, wallet: words } = useMessages()
  const [found, setFound] = useState<{ readonly of: NodeTyped; readonly is: NodeCheck | string } | null>(null)
  const check = async (): Promise<void> => {
    setFound(null)
    const result = await api().call('chain.checkNode', nodeOf(typed))
    setFound({ of: typed, is: result.ok ? result.value : errors.sentence(result.error) })
  }
  const said = found?.of === typed ? found.is : null
  const other = said !== null && typeof said !== 'string' && network !== 'custom' && said.network !== network
  return (
    <>
      <div>
        <Button disabled={disabled} onClick={() => void check()}>
          {words.checkNode}
        </Button>
      </div>
      {typeof said === 'string' && (
        <Note tone="warning" announced>
          {said}
        </Note>
      )}
      {said !== null && typeof said !== 'string' && (
        <Note tone={other ? 'warning' : 'neutral'} announced>
          {words.nodeIs(said.network === null ? words.unknownNetwork : words.networks[said.network], said.headNumber)}{' '}
          {other && words.nodeIsOther}
        </Note>
      )}
    </>
  )
}

interface OneProps {
  readonly network: NetworkId
  readonly place: number
  readonly typed: NodeTyped
  readonly before: readonly NodeTyped[]
  readonly onChange: (typed: NodeTyped) => void
  readonly onRemove: () => void
}

const OneNode = ({ network, place, typed, before, onChange, onRemove }: OneProps) => {
  const words = useMessages().wallet
  const faults = faultsOf(typed, before)
  const open = exposed(typed)
  const right = Object.values(faults).every((fault) => fault === null) && !isBlank(typed)
  return (
    <fieldset className="node-fields__one">
      <legend className="hidden-visually">{words.nodeNumber(place)}</legend>
      <div className="node-fields__head">
        <span aria-hidden>{words.nodeNumber(place)}</span>
        <IconButton icon={Trash2} small label={words.removeNode(place)} onClick={onRemove} />
      </div>
      <Field
        label={words.customNode}
        hint={words.customNodeHint}
        error={faults.full === null ? null : words.nodeFaults[faults.full]}
      >
        <TextInput maxLength={500} value={typed.full} onChange={(full) => onChange({ ...typed, full })} />
      </Field>
      <Field
        label={words.solidityNode}
        hint={words.solidityNodeHint}
        error={faults.solidity === null ? null : words.nodeFaults.url}
      >
        <TextInput maxLength={500} value={typed.solidity} onChange={(solidity) => onChange({ ...typed, solidity })} />
      </Field>
      <Field label={words.apiKey} hint={words.apiKeyHint} error={faults.apiKey === null ? null : words.nodeFaults.key}>
        <TextInput maxLength={200} value={typed.apiKey} onChange={(apiKey) => onChange({ ...typed, apiKey })} />
      </Field>
      {open !== 'nothing' && (
        <Note tone="warning" announced>
          {words.nodeExposed[open]}
        </Note>
      )}
      <Check network={network} typed={typed} disabled={!right} />
    </fieldset>
  )
}

interface NodeFieldsProps {
  readonly network: NetworkId
  readonly typed: readonly NodeTyped[]
  readonly onChange: (typed: readonly NodeTyped[]) => void
}

export const NodeFields = ({ network, typed, onChange }: NodeFieldsProps) => {
  const words = useMessages().wallet
  const count = typed.filter((one) => !isBlank(one)).length
  return (
    <div className="node-fields">
      {typed.map((one, at) => (
        <OneNode
          // What is typed has no name of its own; its place is one as long as it stands there.
          key={at}
          network={network}
          place={at + 1}
          typed={one}
          before={typed.slice(0, at)}
          onChange={(next) => onChange(typed.with(at, next))}
          onRemove={() => onChange(typed.toSpliced(at, 1))}
        />
      ))}
      {typed.length < MOST_NODES && (
        <div>
          <Button icon={Plus} onClick={() => onChange([...typed, emptyNode])}>
            {typed.length === 0 ? words.addOwnNode : words.addNode}
          </Button>
        </div>
      )}
      {count > 0 && <Note>{count === 1 ? words.oneNode : words.manyNodes(count, quorumOf(count))}</Note>}
    </div>
  )
}
