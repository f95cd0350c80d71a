import type { Collection } from '../../../storage/metadata.ts';
import type { State } from '../../state.ts';

/** A collection of whose documents only their type is not known. */
type Listed = Pick<Collection<unknown>, 'list'>;

/**
 * Whether an account has anything of its own: then it is somebody's, and no organization makes it. Most records are keyed
 * by their account; those of IAM and KMS that are keyed otherwise name it.
 */
export function isInUse(state: State, account: string): boolean {
  const { network, metadata: _, ...others } = state;
  const byKey: readonly Listed[] = [...Object.values(others), ...Object.values(network)];
  const byName = [
    state.policies,
    state.oidcProviders,
    state.accessKeys,
    state.accountAliases,
    state.keys,
    state.keyAliases,
    state.instances,
    state.hostedZones,
  ];
  return (
    byKey.some((collection) => collection.list({ prefix: `${account}/`, limit: 1 }).length > 0) ||
    byName.some((collection) =>
      collection.list().some(({ document }) => document.accountId === account),
    )
  );
}
