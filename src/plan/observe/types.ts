/** Everything that was seen of an account's IAM, as far as specs are about it. */
export interface ObservedAccount {
  readonly id: string;
  readonly roles: ReadonlyMap<string, ObservedRole>;
  /** Of the instance profiles that were looked for, those that are there. */
  readonly profiles: ReadonlyMap<string, ObservedProfile>;
  /** By issuer. */
  readonly providers: ReadonlyMap<string, ObservedProvider>;
  /** Documents of the managed policies that are attached to something, by ARN. */
  readonly managed: ReadonlyMap<string, object>;
}

export interface ObservedRole {
  readonly arn: string;
  readonly name: string;
  readonly trust: object;
  readonly inline: ReadonlyMap<string, object>;
  readonly attached: readonly string[];
  readonly boundary: string | undefined;
  readonly profiles: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface ObservedProfile {
  /** Name of the role in it; empty for none. */
  readonly role: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ObservedProvider {
  readonly arn: string;
  readonly audiences: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A private registry: an account's in a Region. */
export interface ObservedRegistry {
  readonly account: string;
  readonly region: string;
  readonly repositories: ReadonlyMap<string, ObservedRepository>;
  /** By prefix. */
  readonly caches: ReadonlyMap<string, ObservedCache>;
  /** By prefix. */
  readonly templates: ReadonlyMap<string, ObservedTemplate>;
  readonly policy: object | undefined;
}

export interface ObservedCache {
  readonly upstream: string;
  readonly credentials: string | undefined;
}

export interface ObservedTemplate {
  readonly description: string;
  readonly mutability: string;
  readonly lifecycle: object | undefined;
  readonly policy: object | undefined;
}

export interface ObservedRepository {
  readonly name: string;
  readonly mutability: string;
  readonly exclusions: readonly string[];
  readonly scanOnPush: boolean;
  readonly encryption: { readonly type: string; readonly key?: string };
  readonly tags: Readonly<Record<string, string>>;
  readonly policy: object | undefined;
  readonly lifecycle: object | undefined;
}

/** What is there. */
export interface Observed {
  /** By id. */
  readonly accounts: ReadonlyMap<string, ObservedAccount>;
  /** By `account/region`. */
  readonly registries: ReadonlyMap<string, ObservedRegistry>;
}
