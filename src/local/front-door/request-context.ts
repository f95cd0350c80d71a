import type { IncomingMessage } from 'node:http';

/**
 * The condition keys that every request brings along. Source: IAM User Guide, "AWS global condition
 * context keys", properties of the request and of the network.
 * @param now the movable clock's time, in milliseconds.
 */
export function requestContext(
  request: IncomingMessage,
  now: number,
  region: string,
): Record<string, string> {
  const agent = request.headers['user-agent'];
  const referer = request.headers.referer;
  return {
    'aws:SourceIp': (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    // AWS is reached over TLS only: a policy that asks for it must hold here, where HTTP is the rule.
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:ViaAWSService': 'false',
    ...(agent === undefined ? {} : { 'aws:UserAgent': agent }),
    ...(referer === undefined ? {} : { 'aws:Referer': referer }),
  };
}
