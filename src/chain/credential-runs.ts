import { InvalidReference } from '../names/errors.ts';
import { parseEcrHost } from '../names/registry-host.ts';
import type { Subject } from './subject.ts';
import type { CredentialRunFacts } from './world.ts';

/** Key in the world of runs on the machine that was looked from. */
export const thisMachine = 'this machine';
/** Milliseconds: no token of ECR lives longer than half of it, so what failed before says nothing of today. */
const worthTelling = 24 * 3_600_000;

/** The last failure of a credential program. */
export interface LastFailure {
  readonly code: string;
  /** To put behind a fact. */
  readonly text: string;
}

/**
 * The last failure to get credentials that concerns a pull, unless it is over. It tells of the time when
 * it happened and proves nothing of now: whether the pull works, the facts decide.
 */
export function lastFailure(subject: Subject): LastFailure | undefined {
  const { world, pull, node } = subject;
  const machine =
    pull.kind === 'role' ? thisMachine : node.state === 'known' ? node.value.name : '';
  const runs = Object.hasOwn(world.credentialRuns, machine)
    ? world.credentialRuns[machine]
    : undefined;
  if (runs?.state !== 'known') return undefined;
  const seen = Date.parse(world.seenAt);
  const concerning = runs.value
    .filter((run) => concerns(run, subject) && seen - Date.parse(run.at) < worthTelling)
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const last = concerning.findLast(({ failure }) => failure !== undefined);
  if (last?.failure === undefined) return undefined;
  const since = concerning.slice(concerning.indexOf(last) + 1);
  const works = ({ serviceAccount }: CredentialRunFacts) => serviceAccount === last.serviceAccount;
  if (since.some(works)) return undefined;
  const { code, link, message, fix } = last.failure;
  const what = last.wanted === '' ? '' : ` for ${last.wanted}`;
  const where = pull.kind === 'role' ? 'a program on this machine' : 'it';
  const text = `; ${where} last failed to get credentials${what} at ${last.at}: ${code} ${link}: ${message}; fix: ${fix}`;
  return { code, text };
}

/** Whether a run was for the image's registry, by whatever name, and for this pod or for everybody. */
function concerns({ wanted, serviceAccount }: CredentialRunFacts, subject: Subject): boolean {
  const { reference, pod } = subject;
  if (serviceAccount !== undefined) {
    const asks = pod.state === 'known' && `${pod.value.namespace}/${pod.value.serviceAccount}`;
    if (serviceAccount !== asks) return false;
  }
  // What failed before it came to a registry may have been for any: on a node it is told, for a role it is not.
  if (wanted === '') return subject.pull.kind === 'pod';
  if (reference === undefined || reference instanceof InvalidReference) return false;
  return registryOf(wanted.split('/')[0] ?? '') === registryOf(reference.domain);
}

function registryOf(host: string): string {
  const ecr = parseEcrHost(host);
  return ecr === undefined ? host.toLowerCase() : `${ecr.registryId}/${ecr.region}`;
}

/**
 * Whether the reason of a failure may be on the node, where no fact tells whether it is over: no credentials, credentials
 * that are not accepted, an API that is not reached, answers strangely, or not in time.
 */
export function mayBeOnTheNode({ code }: LastFailure): boolean {
  return ['HW0553', 'HW0554', 'HW0557', 'HW0559', 'HW0560'].includes(code);
}
