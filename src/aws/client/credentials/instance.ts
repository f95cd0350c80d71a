import { httpUrl } from '../endpoint.ts';
import { CallError } from '../errors.ts';
import { exchange } from '../http.ts';
import { nearby, withRetries } from '../retry.ts';
import { readCredentials } from './document.ts';
import type { CredentialSource, SourceContext } from './source.ts';

/** Milliseconds for one request: the service is on the machine itself, or does not exist. */
const timeout = 1_000;
const rolesPath = '/latest/meta-data/iam/security-credentials/';
const profilePath = '/latest/meta-data/iam/info';
const roleName = /^[\w+=,.@-]{1,64}$/;

/**
 * The role in the instance profile of an EC2 machine, from its metadata service, version 2 only.
 * (EC2 User Guide, "Use the Instance Metadata Service"; AWS SDKs and Tools Reference Guide, "IMDS")
 */
export function instanceSource(context: SourceContext): CredentialSource | undefined {
  if (context.environment.AWS_EC2_METADATA_DISABLED?.toLowerCase() === 'true') return undefined;
  const metadata = new Metadata(context);
  return {
    // Two accounts may have roles of the same name, and a disk may be moved from one to the other.
    identity: async () =>
      `instance:${metadata.base}:${await metadata.profile()}:${await metadata.role()}`,
    async credentials() {
      const text = await metadata.get(`${rolesPath}${await metadata.role()}`);
      return readCredentials(text, 'the instance metadata service');
    },
  };
}

class Metadata {
  readonly base: string;
  readonly #signal: AbortSignal;
  #session: Promise<string> | undefined;
  #role: Promise<string> | undefined;

  constructor({ environment, signal }: SourceContext) {
    this.#signal = signal;
    const byMode =
      environment.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE?.toLowerCase() === 'ipv6'
        ? 'http://[fd00:ec2::254]'
        : 'http://169.254.169.254';
    const configured = environment.AWS_EC2_METADATA_SERVICE_ENDPOINT;
    if (configured) httpUrl(configured, 'AWS_EC2_METADATA_SERVICE_ENDPOINT');
    this.base = configured || byMode;
  }

  /** The role whose credentials the machine has. */
  role(): Promise<string> {
    this.#role ??= this.get(rolesPath).then((list) => {
      const [name = ''] = list.trim().split('\n');
      if (roleName.test(name)) return name;
      throw new CallError('NO_CREDENTIALS', `${this.base} is not an instance metadata service`);
    });
    return this.#role;
  }

  /** ARN of the instance profile. */
  async profile(): Promise<string> {
    const found = /"InstanceProfileArn"\s*:\s*"([^"]+)"/.exec(await this.get(profilePath));
    return found?.[1] ?? '';
  }

  async get(path: string): Promise<string> {
    this.#session ??= this.#openSession();
    const { status, body } = await this.#ask('GET', path, {
      'x-aws-ec2-metadata-token': await this.#session,
    });
    if (status === 200) return body;
    const why = status === 404 ? 'the machine has no instance profile' : `HTTP ${status}`;
    throw new CallError('NO_CREDENTIALS', `no role from the instance metadata service: ${why}`);
  }

  async #openSession(): Promise<string> {
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
    const { status, body } = await this.#ask('PUT', '/latest/api/token', headers);
    if (status === 200 && /^[\x21-\x7e]{1,1024}$/.test(body) && !body.startsWith('<')) return body;
    if (status === 403) {
      throw new CallError(
        'NO_CREDENTIALS',
        'the instance metadata service is switched off (HTTP 403)',
      );
    }
    throw new CallError(
      'NO_CREDENTIALS',
      `${this.base} is not an instance metadata service: HTTP ${status} for a session token`,
    );
  }

  async #ask(method: 'GET' | 'PUT', path: string, headers: Record<string, string>) {
    try {
      return await withRetries(
        async () => {
          const url = new URL(path, this.base);
          const answer = await exchange(
            { method, url, headers },
            { timeout, signal: this.#signal },
          );
          if (answer.status < 500) return answer;
          const awsCode = `HTTP ${answer.status}`;
          throw new CallError('SERVICE', `the instance metadata service answered ${awsCode}`, {
            awsCode,
          });
        },
        this.#signal,
        nearby,
      );
    } catch (cause) {
      if (!(cause instanceof CallError) || cause.code === 'TIMEOUT') throw cause;
      throw new CallError(
        'NO_CREDENTIALS',
        `no credentials in the environment or files, and the instance metadata service does not answer: ${cause.message}`,
        { cause },
      );
    }
  }
}
