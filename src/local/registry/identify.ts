import type { IncomingMessage } from 'node:http';
import { DistributionError } from '../../distribution/errors.ts';
import { ecrHostName } from '../../names/registry-host.ts';
import type { Settings, Store } from '../core/call.ts';
import type { Caller } from '../identity/caller.ts';
import { checkToken } from '../registry-token.ts';
import type { Address } from './address.ts';

/**
 * Identifies the caller, from the token that GetAuthorizationToken issued.
 * @throws DistributionError 401 without a token, 403 `DENIED` for an expired one, 400 `DENIED` for one that is
 * malformed or of another Region.
 */
export function identify(
  { state, settings }: Store & Settings,
  { headers }: IncomingMessage,
  address: Address,
  now: number,
): Caller {
  const token = checkToken(state, settings, headers.authorization ?? '', now);
  if (token.status === 'refused') throw unauthorized(address);
  if (token.status === 'expired') {
    const message = 'Your authorization token has expired. Reauthenticate and try again.';
    throw new DistributionError(403, 'DENIED', message);
  }
  if (token.status === 'malformed' || token.region !== address.region) {
    throw new DistributionError(400, 'DENIED', 'Your Authorization Token is invalid.');
  }
  return token.caller;
}

function unauthorized({ registryId, region }: Address): DistributionError {
  const realm = `https://${ecrHostName(registryId, region)}/`;
  return new DistributionError(401, 'UNAUTHORIZED', 'Not Authorized', {
    'www-authenticate': `Basic realm="${realm}",service="ecr.amazonaws.com"`,
  });
}
