import { isLoopback } from './loopback.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a URL, by the rules that Go programs on a node follow
 * (golang.org/x/net/http/httpproxy): HTTPS_PROXY or HTTP_PROXY by scheme, upper or lower case; NO_PROXY a
 * list of hosts, domains (with or without a leading dot), host:port and `*`; loopback never uses the proxy.
 * CIDR entries are ignored: they apply to IP addresses, and AWS's endpoints are host names.
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const configured = environment[name] || environment[name.toLowerCase()];
  if (!configured || isLoopback(url.href) || isExempt(url, environment)) return undefined;
  try {
    return new URL(configured.includes('://') ? configured : `http://${configured}`);
  } catch {
    return undefined;
  }
}

function isExempt(url: URL, environment: Environment): boolean {
  const list = environment.NO_PROXY || environment.no_proxy || '';
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.split(',').some((entry) => {
    const [, host = '', only] = /^\s*(.*?)(?::(\d+))?\s*$/.exec(entry) ?? [];
    if (host === '*') return true;
    if (host === '' || (only !== undefined && only !== port)) return false;
    const domain = host.toLowerCase().replace(/^\*?\./, '');
    const exact = !/^\*?\./.test(host) && url.hostname === domain;
    return exact || url.hostname.endsWith(`.${domain}`);
  });
}
