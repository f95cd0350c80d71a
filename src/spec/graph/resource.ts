interface ResourceBase {
  /** Names it in plans, such as `registry/us-east-1/repository/team/app`. */
  readonly address: string;
  /** Id of the account that it is in. */
  readonly account: string;
  /** Undefined for what is not in a Region. */
  readonly region: string | undefined;
  /** Addresses of what has to be there first. */
  readonly dependsOn: readonly string[];
  /** Why it is wanted, as a sentence. */
  readonly reason: string;
}

type Tags = Readonly<Record<string, string>>;

/** What a resource is made of, by its kind. Documents of policies are JSON objects. */
export interface PropertiesOf {
  readonly repository: {
    readonly name: string;
    readonly mutability: string;
    readonly exclusions: readonly string[];
    readonly scanOnPush: boolean;
    /** `AES256`, `KMS`, or `KMS` and the ARN of a key. */
    readonly encryption: string;
    readonly tags: Tags;
  };
  readonly 'repository-policy': { readonly repository: string; readonly document: object };
  readonly 'lifecycle-policy': { readonly repository: string; readonly document: object };
  readonly 'cache-rule': {
    readonly prefix: string;
    readonly upstream: string;
    readonly credentials: string | undefined;
  };
  readonly 'creation-template': {
    readonly prefix: string;
    /** By which it is known whose it is: templates have no tags. */
    readonly description: string;
    readonly mutability: string;
    readonly lifecycle: object | undefined;
    readonly policy: object | undefined;
  };
  /** The statements of a spec in the policy of a registry, beside those of `others`. */
  readonly 'registry-policy': {
    readonly statements: readonly object[];
    readonly others: readonly object[];
  };
  readonly role: {
    readonly name: string;
    readonly description: string;
    readonly trust: object;
    readonly tags: Tags;
  };
  readonly 'role-policy': {
    readonly role: string;
    readonly name: string;
    readonly document: object;
  };
  readonly 'role-policy-attachment': { readonly role: string; readonly policyArn: string };
  readonly 'instance-profile': {
    readonly name: string;
    readonly role: string;
    readonly tags: Tags;
  };
  readonly 'oidc-provider': {
    /** Without scheme. */
    readonly issuer: string;
    readonly audiences: readonly string[];
    readonly tags: Tags;
  };
}

export type ResourceKind = keyof PropertiesOf;

/** Something that is to be there, with all that is to be true of it. */
export type Resource = {
  readonly [Kind in ResourceKind]: ResourceBase & {
    readonly kind: Kind;
    readonly properties: PropertiesOf[Kind];
  };
}[ResourceKind];

export type ResourceOf<Kind extends ResourceKind> = Extract<Resource, { kind: Kind }>;

/** The tag by which what a spec made is known; its value is the spec's name. */
export const ownerTag = 'hawser.dev/spec';

/** On what was there before the spec took it over: it is never deleted. */
export const adoptedTag = 'hawser.dev/adopted';
