import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { isLoopback } from '../../aws/client/loopback.ts';
import { EvidenceError } from '../errors.ts';
import type { Remembering } from '../once.ts';

/** How to call AWS as somebody who may look into an account. */
export interface Access extends Remembering {
  readonly credentials: ReturnType<typeof fromNodeProviderChain>;
  readonly endpoint?: string;
  /** Variables that say where services are and which proxy is on the way. */
  readonly environment: Environment;
  /** Account of these credentials; undefined when even that could not be asked. */
  readonly accountId: string | undefined;
  /** Tries of a call that is throttled, or meets a failure that may pass; the SDK's own number when left out. */
  readonly maxAttempts?: number;
  /** Connections that clients share, or what sends requests for them; each has its own when left out. */
  readonly requestHandler?: NonNullable<STSClientConfig['requestHandler']>;
}

/** How calls are made: what is left out is as the SDK has it. */
export type Manner = Pick<Access, 'remembered' | 'maxAttempts' | 'requestHandler'>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Access keys that are the root of an account of the local AWS, by its convention. */
const rootKey = /^(test|\d{12})$/;

/** The accounts that may be read, with the credentials for each. */
export class Accounts {
  readonly #byId: Map<string, Access>;
  readonly #otherwise: (accountId: string) => Access;
  /** The caller's own account first, then those of the profiles. */
  readonly ids: readonly string[];

  private constructor(
    byId: Map<string, Access>,
    own: string | undefined,
    otherwise: (accountId: string) => Access,
  ) {
    this.#byId = byId;
    this.#otherwise = otherwise;
    this.ids = [...new Set([...(own === undefined ? [] : [own]), ...byId.keys()])];
  }

  /**
   * Opens the accounts of the profiles given, and the one of the default credentials. Against a local AWS
   * the root of one account is the root of all, by its convention; any other caller is just who it is.
   * @param profiles names of AWS profiles, one for each account.
   * @throws EvidenceError `NO_PROFILE` for a profile that is not there or does not work.
   */
  static async open(
    profiles: readonly string[],
    environment: Environment,
    manner: Manner = {},
  ): Promise<Accounts> {
    const url = environment.AWS_ENDPOINT_URL;
    const way = { environment, ...manner, ...(url === undefined ? {} : { endpoint: url }) };
    const byId = new Map<string, Access>();
    for (const profile of profiles) {
      const credentials = fromIni({ profile });
      const accountId = await accountOfProfile(profile, { credentials, ...way });
      byId.set(accountId, { credentials, ...way, accountId });
    }
    if (isLoopback(url) && profiles.length === 0 && isRootOfLocal(environment)) {
      const rootBy = (key: string) => async () => ({ accessKeyId: key, secretAccessKey: key });
      const caller = { credentials: rootBy(environment.AWS_ACCESS_KEY_ID ?? 'test'), ...way };
      const own = await accountOf(caller).catch(() => undefined);
      return new Accounts(byId, own, (accountId) => ({
        credentials: rootBy(accountId),
        ...way,
        accountId,
      }));
    }
    const credentials = fromNodeProviderChain();
    const accountId = await accountOf({ credentials, ...way }).catch(() => undefined);
    const own = { credentials, ...way, accountId };
    return new Accounts(byId, accountId, () => own);
  }

  /** Credentials for an account; those at hand when there are none of its own. */
  access(accountId: string): Access {
    return this.#byId.get(accountId) ?? this.#otherwise(accountId);
  }
}

function isRootOfLocal(environment: Environment): boolean {
  const { AWS_ACCESS_KEY_ID: key, AWS_PROFILE: profile } = environment;
  return key === undefined ? profile === undefined : rootKey.test(key);
}

async function accountOfProfile(
  profile: string,
  access: Omit<Access, 'accountId'>,
): Promise<string> {
  try {
    return await accountOf(access);
  } catch (cause) {
    const [why] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new EvidenceError(
      'NO_PROFILE',
      `profile ${profile} cannot be used: ${why}`,
      'List the profiles with aws configure list-profiles, and try one with aws sts get-caller-identity --profile NAME.',
    );
  }
}

async function accountOf(access: Omit<Access, 'accountId'>): Promise<string> {
  const client = new STSClient({ region: 'us-east-1', maxAttempts: 2, ...access });
  const { Account } = await client.send(new GetCallerIdentityCommand({}));
  return Account ?? '';
}
