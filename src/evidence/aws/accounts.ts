import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { isLoopback } from '../../aws/client/loopback.ts';

/** How to call AWS as somebody who may look into an account. */
export interface Access {
  readonly credentials: ReturnType<typeof fromNodeProviderChain>;
  readonly endpoint?: string;
}

/** The accounts that may be read, with the credentials for each. */
export class Accounts {
  readonly #byId: Map<string, Access>;
  readonly #otherwise: (accountId: string) => Access;

  private constructor(byId: Map<string, Access>, otherwise: (accountId: string) => Access) {
    this.#byId = byId;
    this.#otherwise = otherwise;
  }

  /**
   * Opens the accounts of the profiles given, or the one of the default credentials. An endpoint on
   * loopback is a local AWS, whose convention gives root of any account to its 12-digit key.
   * @param profiles names of AWS profiles, one for each account.
   */
  static async open(
    profiles: readonly string[],
    environment: Readonly<Record<string, string | undefined>>,
  ): Promise<Accounts> {
    const url = environment.AWS_ENDPOINT_URL;
    const endpoint = url === undefined ? {} : { endpoint: url };
    const byId = new Map<string, Access>();
    for (const profile of profiles) {
      const access = { credentials: fromIni({ profile }), ...endpoint };
      byId.set(await accountOf(access), access);
    }
    if (isLoopback(url)) {
      return new Accounts(byId, (accountId) => ({
        credentials: async () => ({ accessKeyId: accountId, secretAccessKey: accountId }),
        ...endpoint,
      }));
    }
    const own = { credentials: fromNodeProviderChain(), ...endpoint };
    return new Accounts(byId, () => own);
  }

  /** Credentials for an account; those at hand when there are none of its own. */
  access(accountId: string): Access {
    return this.#byId.get(accountId) ?? this.#otherwise(accountId);
  }

  /** Ids of the accounts that have a profile of their own. */
  get ids(): readonly string[] {
    return [...this.#byId.keys()];
  }
}

async function accountOf(access: Access): Promise<string> {
  const client = new STSClient({ region: 'us-east-1', ...access });
  const { Account } = await client.send(new GetCallerIdentityCommand({}));
  return Account ?? '';
}
