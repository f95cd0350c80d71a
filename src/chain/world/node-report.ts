import type { Fact } from '../fact.ts';

/** What a node found when it looked at itself (`hawser collect --node`): nothing in it is a secret. */
export interface NodeReport {
  readonly format: 'hawser-node';
  readonly version: 1;
  /** Name of the node in the cluster. */
  readonly node: string;
  /** ISO 8601, by the node's own clock. */
  readonly seenAt: string;
  readonly kubelet: Fact<KubeletReport>;
  readonly credentialProvider: Fact<ProviderReport>;
  readonly containerd: Fact<ContainerdReport>;
  readonly resolver: Fact<ResolverReport>;
  readonly clock: Fact<ClockReport>;
  /** The proxies in the environments of both programs. */
  readonly proxies: {
    readonly kubelet: Fact<Proxies>;
    readonly containerd: Fact<Proxies>;
  };
  readonly metadata: Fact<MetadataReport>;
  /** One for each host that a pull needs. */
  readonly endpoints: readonly EndpointReport[];
}

export interface KubeletReport {
  /** Flags by name. Values of flags that may be anything are left out: then it is `(not shown)`. */
  readonly flags: Readonly<Record<string, string>>;
  /** The settings of pulls in the file of --config, by name. */
  readonly settings: Fact<Readonly<Record<string, string>>>;
  /** Where static keys of AWS are that its credential provider takes; they are not kept. */
  readonly keys?: readonly string[];
}

export interface ProviderReport {
  readonly config: string;
  readonly binDir: string;
  readonly providers: readonly {
    readonly name: string;
    readonly apiVersion: string;
    readonly matchImages: readonly string[];
    /** Names of the variables that it is started with. */
    readonly environment: readonly string[];
    /** How it is run with tokens of service accounts; left out where it asks as the node. */
    readonly tokens?: TokenReport;
  }[];
  readonly executables: readonly ExecutableReport[];
  /** What `hawser credential-provider check` says. */
  readonly problems: readonly ProviderProblem[];
}

/** The tokenAttributes of a provider (KEP-4412). */
export interface TokenReport {
  readonly audience: string;
  /** Annotations without which a service account gets nothing of it. */
  readonly requiredKeys: readonly string[];
  /** Annotations that it is told besides. */
  readonly optionalKeys: readonly string[];
}

export interface ExecutableReport {
  readonly name: string;
  readonly bytes: number;
  /** In octal, such as `755`. */
  readonly mode: string;
}

export interface ProviderProblem {
  /** Such as `HW0572`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

export interface ContainerdReport {
  readonly config: string;
  /** Version of the form of config.toml; 1 where it says none. */
  readonly version: number;
  /** Folders with a folder for each registry; empty where there is none. */
  readonly configPath: string;
  readonly sandboxImage?: string;
  readonly snapshotter?: string;
  /** Registries with endpoints in config.toml itself. */
  readonly mirrors: readonly { readonly registry: string; readonly endpoints: readonly string[] }[];
  /** Registries for which config.toml holds credentials. */
  readonly credentialsFor: readonly string[];
  readonly registries: readonly RegistryHosts[];
  /** Files that could not be looked at. */
  readonly unread: readonly string[];
  /** What containerd would not read: of its own file, or of that of a registry. */
  readonly problems: readonly { readonly text: string; readonly registry?: string }[];
}

/** A hosts.toml. */
export interface RegistryHosts {
  readonly registry: string;
  readonly file: string;
  readonly server?: string;
  readonly hosts: readonly {
    readonly url: string;
    readonly capabilities: readonly string[];
    readonly skipVerify: boolean;
    /** Names of the headers that are sent. */
    readonly headers: readonly string[];
  }[];
}

export interface ResolverReport {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly options: readonly string[];
}

export interface ClockReport {
  /** Seconds by which the node's clock is ahead; negative where it is behind. */
  readonly aheadBy: number;
  /** Host whose Date header it was held against. */
  readonly against: string;
}

/** Without user names and passwords. */
export interface Proxies {
  readonly http?: string;
  readonly https?: string;
  readonly none?: string;
}

export interface MetadataReport {
  /** Whether a token was given; it is not kept. */
  readonly token: boolean;
  /** Why none was. */
  readonly why?: string;
  readonly region?: string;
  readonly accountId?: string;
}

/** `mirror` is a host to which a hosts.toml sends pulls. */
export type EndpointService = 'ecr.api' | 'ecr.dkr' | 's3' | 'sts' | 'mirror';

/** How far a connection to a host came. */
export interface EndpointReport {
  readonly service: EndpointService;
  readonly host: string;
  readonly port: number;
  /** Registry whose pulls go there, of a mirror. */
  readonly mirrorOf?: string;
  /** Proxy that was asked for the connection. */
  readonly proxy?: string;
  readonly addresses: readonly string[];
  /** Where it ended; absent where the host was reached. */
  readonly failed?: { readonly at: 'name' | 'proxy' | 'tcp' | 'tls'; readonly why: string };
  readonly certificate?: CertificateReport;
}

export interface CertificateReport {
  readonly issuer: string;
  /** Whether the node's own authorities vouch for it. */
  readonly trusted: boolean;
  readonly error?: string;
}
