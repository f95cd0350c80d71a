import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isEcrHostLike, parseEcrHost } from '../../names/registry-host.ts';

/** How a node resolves names: a name that has the form of an ECR host, but that AWS cannot have, is not found. */
export const lookUpHost: LookupFunction = (host, options, callback) => {
  if (!isEcrHostLike(host) || parseEcrHost(host) !== undefined) {
    lookup(host, options, callback);
    return;
  }
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
    code: 'ENOTFOUND',
    hostname: host,
  });
  process.nextTick(() => callback(error, '', 4));
};
