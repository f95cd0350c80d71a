import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** Connections to a host at a time: as many calls to an AWS service are under way at the most. */
const maxSockets = 24;

/** Connections that all clients of a look share, and that stay open in between. */
export function connections() {
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
  };
  const close = (): void => {
    agents.httpAgent.destroy();
    agents.httpsAgent.destroy();
  };
  return { agents, close };
}
