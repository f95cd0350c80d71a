import type { IncomingMessage } from 'node:http';

/** The address that a request came from; `127.0.0.1` when its connection has ended. */
export function sourceIpOf({ socket }: IncomingMessage): string {
  const address = socket.remoteAddress ?? '127.0.0.1';
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

/**
 * The condition keys that every request has. Source: IAM User Guide, "AWS global condition context keys",
 * properties of the request and of the network.
 * @param now the movable clock's time, in milliseconds.
 * @param endpointKeys keys added by the VPC endpoint that the request came through.
 */
export function requestContext(
  request: IncomingMessage,
  now: number,
  region: string,
  endpointKeys: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const agent = request.headers['user-agent'];
  const referer = request.headers.referer;
  return {
    // Through a VPC endpoint there is no public address (IAM User Guide, "aws:SourceIp").
    ...('aws:SourceVpce' in endpointKeys ? endpointKeys : { 'aws:SourceIp': sourceIpOf(request) }),
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    // AWS accepts TLS only: a policy that requires it must hold here, where HTTP is the default.
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:ViaAWSService': 'false',
    ...(agent === undefined ? {} : { 'aws:UserAgent': agent }),
    ...(referer === undefined ? {} : { 'aws:Referer': referer }),
  };
}
