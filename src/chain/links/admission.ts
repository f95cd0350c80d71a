import { isOwnless } from '../client-machine.ts';
import { linkOf, skipped } from '../link.ts';
import { checkOwnless } from './ownless-client.ts';

/** A client inside the cluster that has no role of its own finds that of its node. */
export const admission = linkOf('admission', [], (subject) => {
  const { pull, serviceAccount } = subject;
  if (pull.kind !== 'service-account' || !isOwnless(serviceAccount)) {
    return skipped('no client inside the cluster that goes without a role of its own');
  }
  return checkOwnless(subject, `service account ${pull.namespace}/${pull.serviceAccount}`);
});
