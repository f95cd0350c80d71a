import type { PlannedChange } from '../../actions/index.ts';
import { broken, holds } from '../link.ts';
import { brokenOfNodeWay } from '../node-way.ts';
import type { Finding, LinkOutcome } from '../proof.ts';
import { type SecretFault, secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import { registryOf } from './fixes.ts';

/**
 * A pull secret is tried before the node's own credentials, and a useless one is passed over. It breaks
 * the pull where the node's own way is broken as well: each of them is a cause then, for mending one is enough.
 */
export function checkSecrets(subject: Subject): LinkOutcome {
  const { names, working, faults, needs } = secretsFor(subject);
  if (working !== undefined) {
    return holds(`pulls with Secret ${working.name}, which the registry accepts`);
  }
  if (names.length === 0) return holds('no imagePullSecrets: the node pulls with its own role');
  const said = faults.map(told).join('; ');
  if (needs.length > 0) {
    const open = needs.map(({ fact }) => fact).join('; ');
    return { status: 'unseen', fact: `not seen: ${open}`, needs };
  }
  const ofNode = brokenOfNodeWay(subject);
  if (ofNode.length === 0) return holds(`${said}; the pull rests on the node's own credentials`);
  const [first, ...others] = faults.map((fault) => findingOf(subject, fault, ofNode));
  if (first === undefined) return holds('no Secret has an entry for the registry');
  return { ...broken(first.code, first.deciding, first.fix), others };
}

function told(fault: SecretFault): string {
  switch (fault.kind) {
    case 'missing':
      return `there is no Secret ${fault.name} in the pod's namespace`;
    case 'unreadable':
      return /^kubernetes\.io\/docker(configjson|cfg)$/.test(fault.type)
        ? `the content of Secret ${fault.name} cannot be read as registry credentials`
        : `Secret ${fault.name} is of type ${fault.type}, which the kubelet does not use for pulls`;
    case 'other host':
      return fault.locations.length === 0
        ? `Secret ${fault.name} has no entry`
        : `Secret ${fault.name} is for ${fault.locations.join(', ')}, not for the image's registry`;
    case 'refused':
      return `the registry refuses Secret ${fault.name}${fault.username === 'AWS' ? '' : `, whose user is ${fault.username || 'missing'}, not AWS`} (${fault.message})`;
  }
}

function codeOf(fault: SecretFault): string {
  switch (fault.kind) {
    case 'missing':
      return 'HW0202';
    case 'refused':
      return /expired/i.test(fault.message) ? 'HW0203' : 'HW0205';
    case 'other host':
      return 'HW0204';
    case 'unreadable':
      return 'HW0205';
  }
}

const advice: Readonly<Record<SecretFault['kind'], string>> = {
  missing: 'Create it with credentials of the registry',
  refused: 'Renew it with the user AWS and a token of ECR, which lasts 12 hours',
  'other host': 'Create it again for exactly the host of the image',
  unreadable: 'Create it again as a docker-registry Secret',
};

function findingOf(subject: Subject, fault: SecretFault, ofNode: readonly string[]): Finding {
  const { kind, name } = fault;
  return {
    code: codeOf(fault),
    deciding: {
      text: told(fault),
      ...(fault.kind === 'refused' ? { message: fault.message } : {}),
    },
    fix: {
      text: `${advice[kind]}. Or mend the node's own way to pull instead (${ofNode.join(' and ')}), which needs no renewal: the pull needs only one working way to log in.`,
      changes: renewal(subject, name),
      ...riskOf(fault),
    },
  };
}

/** The command makes the Secret anew: what else is in it is lost to whoever uses it. */
function riskOf(fault: SecretFault): { readonly risk?: string } {
  const lost = lostWith(fault);
  if (lost === undefined) return {};
  const risk = `The command replaces Secret ${fault.name}: ${lost} is lost. Where that is needed, create a second Secret and name both in imagePullSecrets.`;
  return { risk };
}

function lostWith(fault: SecretFault): string | undefined {
  if (fault.kind === 'missing') return undefined;
  if (fault.kind === 'unreadable') return 'what it holds now';
  const locations = fault.kind === 'refused' ? fault.others : fault.locations;
  return locations.length === 0 ? undefined : `its entry for ${locations.join(', ')}`;
}

function renewal({ pull, place }: Subject, secret: string): PlannedChange[] {
  if (pull.kind !== 'pod' || place === undefined) return [];
  return [
    {
      kind: 'renew-pull-secret',
      namespace: pull.namespace,
      secret,
      registry: place.host,
      ...registryOf(place),
      reversibility: 'by hand',
    },
  ];
}
