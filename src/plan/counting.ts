import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';

type Handler = NonNullable<STSClientConfig['requestHandler']>;
interface Sending {
  handle(...args: unknown[]): unknown;
}

/** Sends the requests of all clients over connections that they share, and counts them: retries are requests too. */
export interface Counting {
  readonly handler: Handler;
  /** How many were sent so far. */
  count(): number;
  close(): void;
}

export function counting(): Counting {
  const client = new STSClient({ region: 'us-east-1' });
  const inner = client.config.requestHandler;
  let sent = 0;
  const handler = new Proxy(inner, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (property === 'handle') sent++;
        return (value as Sending['handle']).apply(target, args);
      };
    },
  });
  return { handler, count: () => sent, close: () => client.destroy() };
}
