import type { Fact } from '../../chain/fact.ts';
import { serviceAccountAt } from '../../chain/world.ts';
import { observe } from '../observe.ts';
import type { Cluster } from './cluster.ts';

/** Looks at a service account. @returns the role in its annotation of IRSA, empty where it has none. */
export function observeServiceAccount(
  { core }: Cluster,
  namespace: string,
  name: string,
): Promise<Fact<string>> {
  const look = { ...serviceAccountAt(namespace, name), absentOn: ['404'] };
  return observe(look, async () => {
    const account = await core.readNamespacedServiceAccount({ namespace, name });
    return account.metadata?.annotations?.['eks.amazonaws.com/role-arn'] ?? '';
  });
}
