import { request } from 'node:http';
import type { Fact } from '../../chain/fact.ts';
import { known, unseen } from '../../chain/fact.ts';
import type { MetadataReport } from '../../chain/world.ts';

/** Milliseconds for each of the two requests: the service is on the same host. */
const patience = 1_000;
const longestAnswer = 64 * 1024;
const usual = 'http://169.254.169.254';

/**
 * Asks the instance metadata service for a token and for the identity of the instance (EC2 User Guide, "Use IMDSv2"). The
 * token is not kept. Never by proxy.
 */
export async function readMetadata(endpoint: string = usual): Promise<Fact<MetadataReport>> {
  try {
    const token = await ask(new URL('/latest/api/token', endpoint), 'PUT', {
      'X-aws-ec2-metadata-token-ttl-seconds': '60',
    });
    const document = await ask(
      new URL('/latest/dynamic/instance-identity/document', endpoint),
      'GET',
      { 'X-aws-ec2-metadata-token': token },
    );
    const { region, accountId } = JSON.parse(document) as Record<string, unknown>;
    return known({
      token: true,
      ...(typeof region === 'string' && /^[a-z0-9-]+$/.test(region) ? { region } : {}),
      ...(typeof accountId === 'string' && /^\d{12}$/.test(accountId) ? { accountId } : {}),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (isSilent(code, message)) return known({ token: false, why: code ?? message });
    const host = URL.canParse(endpoint) ? new URL(endpoint).host : 'its endpoint';
    return unseen(
      'the instance metadata service',
      `an answer of ${host} to a request for a token (it is: ${code ?? message})`,
    );
  }
}

/** Nobody there, or nobody who answers: on an instance something is in between, for its switch answers with HTTP 403. */
function isSilent(code: string | undefined, message: string): boolean {
  return (
    message === 'no answer in time' ||
    /^E(CONNREFUSED|TIMEDOUT|HOSTUNREACH|NETUNREACH|ACCES|PERM)$/.test(code ?? '')
  );
}

function ask(url: URL, method: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, timeout: patience, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      let size = 0;
      answer.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > longestAnswer) asked.destroy(new Error('its answer is too long'));
        pieces.push(piece);
      });
      answer.on('error', reject);
      answer.on('end', () =>
        answer.statusCode === 200
          ? resolve(Buffer.concat(pieces).toString())
          : reject(new Error(`it answered HTTP ${answer.statusCode}`)),
      );
    });
    const late = setTimeout(() => asked.destroy(new Error('no answer in time')), patience);
    asked.on('close', () => clearTimeout(late));
    asked.on('error', reject);
    asked.end();
  });
}
