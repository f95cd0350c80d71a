import type { Container, PodSpec } from '../../k8s-api/types.ts';
import { accountOf } from '../../names/arn.ts';
import { ecrHostName } from '../../names/registry-host.ts';
import { digestOf } from '../../oci/digest.ts';
import type { Core, Store } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import { rootOf } from '../identity/caller.ts';
import { issueToken } from '../registry-token.ts';
import type { InstanceRecord } from '../state.ts';
import type { Changes, Fault, Target } from './fault.ts';

function firstContainer({ containers }: PodSpec): Container {
  const [container] = containers;
  if (container === undefined) throw new LocalError('CANNOT_BREAK', 'the pod has no containers');
  return container;
}

/** The node goes without a credential provider, so that pull secrets are all there is. */
function withoutProvider(changes: Changes, { node }: Target, { state }: Store): void {
  const found = state.instances.list().find(({ document }) => document.nodeName === node);
  if (found === undefined) throw new LocalError('CANNOT_BREAK', `there is no node ${node}`);
  changes.change<InstanceRecord>('ec2.instances', found.key, `node ${node}`, (record) => ({
    ...record,
    credentialProvider: false,
  }));
}

/** Has the pod's first container run another image. */
export function setFirstImage(changes: Changes, { pod }: Target, image: string): void {
  changes.changePod(pod, (spec) => {
    firstContainer(spec).image = image;
  });
}

/** Faults in how a pod asks for its image. */
export const podFaults: readonly Fault[] = [
  {
    cause: 'HW0101',
    needs: ['pod'],
    inject: (changes, { pod }) =>
      changes.changePod(pod, (spec) => {
        const container = firstContainer(spec);
        container.image = `https://${container.image}`;
      }),
  },
  withImage('HW0102', (image) => image.replace(/^[^/]+\//, '')),
  withImage('HW0103', (image) => image.replace(/:[^:/@]+$/, '')),
  {
    cause: 'HW0104',
    needs: ['pod', 'role'],
    inject(changes, { pod, role }) {
      const account = accountOf(role) ?? '';
      changes.changePod(pod, (spec) => {
        const container = firstContainer(spec);
        if (container.image.startsWith(account)) {
          throw new LocalError('CANNOT_BREAK', `${pod} pulls from account ${account} already`);
        }
        container.image = container.image.replace(/^\d{12}/, account);
      });
    },
  },
  withHost('HW0105', (host) => host.replace(/-(\d+)\./, '$1.')),
  withHost('HW0106', (host) => host.slice(1)),
  withHost('HW0107', (host) =>
    host.endsWith('.cn') ? host.slice(0, -'.cn'.length) : `${host}.cn`,
  ),
  withHost('HW0109', (host) => `${host}:443`),
  withImage('HW0110', (image) => image.replace(/\/[^/]+\/(?=[^/]+$)/, '/')),
  withImage('HW0111', (image) => `${image.replace(/:[^:/@]+$/, '')}@${digestOf('elsewhere')}`),
  withImage('HW0112', (image) => `${image}@${digestOf('elsewhere')}`),
  withHost('HW0113', () => 'public.ecr.aws'),
  withImage('HW0114', (image) => image.replace(/:[^:/@]+$/, () => ':${IMAGE_TAG}')),
  {
    cause: 'HW0201',
    needs: ['pod'],
    inject: (changes, { pod }) =>
      changes.changePod(pod, (spec) => {
        firstContainer(spec).imagePullPolicy = 'Never';
      }),
  },
  {
    cause: 'HW0202',
    needs: ['pod', 'node'],
    inject(changes, target, core) {
      withoutProvider(changes, target, core);
      changes.changePod(target.pod, (spec) => {
        spec.imagePullSecrets = [{ name: 'no-such-secret' }];
      });
    },
  },
  {
    cause: 'HW0203',
    needs: ['pod', 'node', 'repository'],
    inject(changes, target, core) {
      const [account = '', region = ''] = target.repository.split('/');
      const host = ecrHostName(account, region);
      const expired = entry(core, account, region, 13 * 3_600_000);
      withSecret(changes, target, core, { auths: { [host]: expired } });
    },
  },
  {
    cause: 'HW0204',
    needs: ['pod', 'node', 'repository'],
    inject(changes, target, core) {
      const [account = '', region = ''] = target.repository.split('/');
      const other = ecrHostName(account, region === 'us-east-1' ? 'us-west-2' : 'us-east-1');
      withSecret(changes, target, core, { auths: { [other]: entry(core, account, region) } });
    },
  },
  {
    cause: 'HW0205',
    needs: ['pod', 'node', 'repository'],
    inject(changes, target, core) {
      const [account = '', region = ''] = target.repository.split('/');
      // An entry of the token alone, without a user before it.
      const auth = Buffer.from('token').toString('base64');
      withSecret(changes, target, core, { auths: { [ecrHostName(account, region)]: { auth } } });
    },
  },
];

/** The pod's image is sought at another host. */
function withHost(cause: string, to: (host: string) => string): Fault {
  return withImage(cause, (image) => image.replace(/^[^/]+/, to));
}

/** The pod names another image. */
function withImage(cause: string, to: (image: string) => string): Fault {
  return {
    cause,
    needs: ['pod'],
    inject: (changes, target) => withPodImage(changes, target, to),
  };
}

/** Replaces the pod by one that names another image. @throws LocalError `CANNOT_BREAK` when it is the same. */
export function withPodImage(
  changes: Changes,
  { pod }: Target,
  to: (image: string) => string,
): void {
  changes.changePod(pod, (spec) => {
    const container = firstContainer(spec);
    const image = to(container.image);
    if (image === container.image) {
      throw new LocalError('CANNOT_BREAK', `${image} has nothing that can be changed so`);
    }
    container.image = image;
  });
}

/** The pod has nothing to pull with but this Secret. */
function withSecret(changes: Changes, target: Target, core: Store, config: object): void {
  const [namespace = ''] = target.pod.split('/');
  withoutProvider(changes, target, core);
  changes.putPullSecret(namespace, 'ecr-token', config);
  changes.changePod(target.pod, (spec) => {
    spec.imagePullSecrets = [{ name: 'ecr-token' }];
  });
}

/** An entry of a docker configuration with a token of ECR, which may have been issued some time ago. */
function entry({ clock, settings }: Core, account: string, region: string, age = 0): object {
  const at = clock.now() - age;
  const { password } = issueToken(settings.sealingKey, rootOf(account), region, at);
  return { auth: Buffer.from(`AWS:${password}`).toString('base64') };
}
