import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isEcrHostLike, parseEcrHost } from '../../names/registry-host.ts';

/** How a node resolves names: a host that is written as one of ECR's and that AWS cannot have is nowhere. */
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
