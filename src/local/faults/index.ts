import type { Core } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import type { FaultRecord } from '../state.ts';
import { admissionFaults } from './admission.ts';
import { cacheRoleFaults } from './cache-roles.ts';
import { ciPushFaults } from './ci-push.ts';
import { ecrFaults } from './ecr.ts';
import { endpointPolicyFaults } from './endpoint-policy.ts';
import {
  Changes,
  type ClusterObjects,
  type Fault,
  type Target,
  type TargetField,
  undo,
} from './fault.ts';
import { iamFaults } from './iam.ts';
import { kmsFaults } from './kms.ts';
import { lettingInFaults } from './letting-in.ts';
import { nameFaults } from './names.ts';
import { natPortFault } from './nat-ports.ts';
import { networkFaults } from './network.ts';
import { nodeFaults } from './node.ts';
import { nodeConnectionFaults } from './node-connections.ts';
import { nodeCredentialFaults } from './node-credentials.ts';
import { nodeFileFaults } from './node-files.ts';
import { nodeStateFaults } from './node-state.ts';
import { organizationFaults } from './organizations.ts';
import { platformFaults } from './platform.ts';
import { podFaults } from './pod.ts';
import { publicAccessFaults } from './public-access.ts';
import { pullThroughCacheFaults } from './pull-through-cache.ts';
import { pullerFaults } from './pullers.ts';
import { tokenFaults } from './service-account-tokens.ts';
import { takenAwayFaults } from './taken-away.ts';
import { throttlingFaults } from './throttling.ts';

/** Every fault that can be injected, by the code of the cause that it brings about. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  [
    ...podFaults,
    ...nodeFaults,
    ...nodeFileFaults,
    ...nodeCredentialFaults,
    ...nodeStateFaults,
    ...nodeConnectionFaults,
    ...pullerFaults,
    ...tokenFaults,
    ...iamFaults,
    ...nameFaults,
    ...networkFaults,
    natPortFault,
    ...publicAccessFaults,
    ...endpointPolicyFaults,
    ...organizationFaults,
    ...ecrFaults,
    ...takenAwayFaults,
    ...platformFaults,
    ...lettingInFaults,
    ...pullThroughCacheFaults,
    ...cacheRoleFaults,
    ...kmsFaults,
    ...ciPushFaults,
    ...throttlingFaults,
    ...admissionFaults,
  ].map((fault) => [fault.cause, fault]),
);

const forms: Partial<Record<TargetField, { readonly shape: RegExp; readonly words: string }>> = {
  repository: { shape: /^\d{12}\/[a-z0-9-]+\/./, words: 'account/region/name' },
  pod: { shape: /^[^/]+\/[^/]+$/, words: 'namespace/name' },
};

/**
 * Breaks a link, all of it or nothing. The same cause can't be in force twice.
 * @throws LocalError `CANNOT_BREAK` naming what is unknown or missing.
 */
export function breakLink(
  core: Core,
  cluster: ClusterObjects,
  cause: string,
  given: Readonly<Record<string, string>>,
): FaultRecord {
  const { state, clock } = core;
  const fault = faults.get(cause);
  if (fault === undefined) {
    throw new LocalError(
      'CANNOT_BREAK',
      `${cause} can't be injected; these can: ${[...faults.keys()].sort().join(', ')}`,
    );
  }
  const missing = fault.needs.filter((field) => typeof given[field] !== 'string');
  if (missing.length > 0) {
    throw new LocalError('CANNOT_BREAK', `${cause} needs "target" to name: ${missing.join(', ')}`);
  }
  for (const field of fault.needs) {
    const form = forms[field];
    if (form === undefined || form.shape.test(given[field] ?? '')) continue;
    throw new LocalError(
      'CANNOT_BREAK',
      `"${field}" is written ${form.words}, not ${given[field]}`,
    );
  }
  if (state.faults.get(cause) !== undefined) {
    throw new LocalError('CANNOT_BREAK', `${cause} is injected already; POST /_hawser/heal first`);
  }
  return state.metadata.transaction(() =>
    inject(core, cluster, {
      cause,
      target: given,
      injectedAt: clock.now(),
      order: 1 + Math.max(0, ...state.faults.list().map(({ document }) => document.order)),
    }),
  );
}

function inject(
  core: Core,
  cluster: ClusterObjects,
  what: Omit<FaultRecord, 'before'>,
): FaultRecord {
  const { metadata, faults: inForce } = core.state;
  const changes = new Changes(metadata, cluster);
  faults.get(what.cause)?.inject(changes, complete(what.target), core);
  const record = { ...what, before: changes.before };
  inForce.put(what.cause, record);
  return record;
}

/**
 * Puts back what a fault changed, or what all of them did, the last one first. Later faults that changed the same
 * documents are taken back too, and injected again: what they remember of before holds the healed fault.
 * @returns the causes that were healed.
 */
export function healLinks(
  core: Core,
  cluster: ClusterObjects,
  cause: string | undefined,
): string[] {
  const { state } = core;
  const lastFirst = state.faults
    .list()
    .map(({ document }) => document)
    .sort((a, b) => b.order - a.order);
  const healed = lastFirst.filter((record) => cause === undefined || record.cause === cause);
  if (cause !== undefined && healed.length === 0) {
    throw new LocalError('CANNOT_BREAK', `${cause} is not injected`);
  }
  const undone = withThoseOnTop(healed, lastFirst);
  state.metadata.transaction(() => {
    for (const record of undone) {
      undo(state.metadata, cluster, record.before);
      state.faults.delete(record.cause);
    }
    const again = undone.filter((record) => !healed.includes(record));
    for (const record of again.reverse()) inject(core, cluster, record);
  });
  return healed.map((record) => record.cause);
}

/** Faults, and all that changed later what one of them changed; the last one first. */
function withThoseOnTop(
  some: readonly FaultRecord[],
  lastFirst: readonly FaultRecord[],
): FaultRecord[] {
  const changed = new Set<string>();
  const firstFirst = [...lastFirst].reverse().filter((record) => {
    const documents = record.before.map(({ collection, key }) => `${collection} ${key}`);
    const isMeant = some.includes(record) || documents.some((one) => changed.has(one));
    if (isMeant) for (const one of documents) changed.add(one);
    return isMeant;
  });
  return firstFirst.reverse();
}

const fields: readonly TargetField[] = ['role', 'repository', 'tag', 'node', 'pod'];

function complete(given: Readonly<Record<string, string>>): Target {
  return Object.fromEntries(fields.map((field) => [field, given[field] ?? ''])) as Target;
}
