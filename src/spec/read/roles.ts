import type { SpecAccount, SpecRole, SpecSubjects } from '../types.ts';
import { readRegion } from './accounts.ts';
import type { Field, Reader } from './reader.ts';
import { readAccountName } from './repositories.ts';

const roleName = /^[\w+=,.@-]{1,64}$/;
const path = /^[\w.-]+(\/[\w.-]+)+$/;
const kinds = ['node', 'github-actions', 'gitlab', 'service-account'] as const;
const common = ['name', 'account', 'kind'] as const;

/** A role that the spec makes, by what assumes it. */
export function readRole(
  reader: Reader,
  field: Field,
  accounts: readonly SpecAccount[],
): SpecRole | undefined {
  const kind = reader.choice(reader.member(field, 'kind'), kinds);
  if (kind === undefined) {
    const isGiven = reader.member(field, 'kind') !== undefined;
    if (!isGiven) reader.fields(field, common, ['name', 'kind']);
    return undefined;
  }
  const name = reader.text(reader.member(field, 'name'), roleName, 'a name of a role of IAM');
  const account = readAccountName(reader, field, accounts, reader.member(field, 'account'));
  if (account === undefined) return undefined;
  if (name === undefined) {
    if (reader.member(field, 'name') === undefined) {
      reader.complain(field, `"${field.path}" lacks "name"`, 'Add name: to it.');
    }
    return undefined;
  }
  const base = { name, account, at: field.at };
  switch (kind) {
    case 'node':
      return readNode(reader, field, base);
    case 'github-actions':
      return readGithub(reader, field, base);
    case 'gitlab':
      return readGitlab(reader, field, base);
    case 'service-account':
      return readPodRole(reader, field, base);
  }
}

type Base = Pick<SpecRole, 'name' | 'account' | 'at'>;

const nodeNames = ['instanceProfile', 'regions'] as const;

function readNode(reader: Reader, field: Field, base: Base): SpecRole | undefined {
  const fields = reader.fields(field, [...common, ...nodeNames]);
  const regions = reader.items(fields?.regions).flatMap((one) => readRegion(reader, one) ?? []);
  const instanceProfile = reader.flag(fields?.instanceProfile) ?? true;
  return {
    ...base,
    kind: 'node',
    instanceProfile,
    regions: regions.length === 0 ? [base.account.region] : regions,
  };
}

const githubNames = ['repository', 'ids', 'allow'] as const;

function readGithub(reader: Reader, field: Field, base: Base): SpecRole | undefined {
  const fields = reader.fields(field, [...common, ...githubNames], ['repository', 'allow']);
  if (fields === undefined) return undefined;
  const project = reader.text(fields.repository, path, 'a repository of GitHub such as octo/shop');
  const ids =
    fields.ids && reader.fields(fields.ids, ['owner', 'repository'], ['owner', 'repository']);
  const owner = reader.count(ids?.owner);
  const repository = reader.count(ids?.repository);
  const allowed = readAllowed(reader, fields.allow, ['branch', 'tag', 'environment']);
  if (project === undefined || allowed === undefined) return undefined;
  const [first, second] = project.split('/');
  // Since July 2026 new repositories have subjects with ids, which nobody else gets with the name.
  const named =
    owner === undefined || repository === undefined
      ? project
      : `${first}@${owner}/${second}@${repository}`;
  return {
    ...base,
    kind: 'github-actions',
    issuer: 'token.actions.githubusercontent.com',
    audience: 'sts.amazonaws.com',
    project,
    subjects: subjectsOf(
      allowed.map(([how, what]) => {
        if (how === 'branch') return `repo:${named}:ref:refs/heads/${what}`;
        return how === 'tag'
          ? `repo:${named}:ref:refs/tags/${what}`
          : `repo:${named}:environment:${what}`;
      }),
    ),
  };
}

const gitlabNames = ['project', 'host', 'allow'] as const;

function readGitlab(reader: Reader, field: Field, base: Base): SpecRole | undefined {
  const fields = reader.fields(field, [...common, ...gitlabNames], ['project', 'allow']);
  if (fields === undefined) return undefined;
  const project = reader.text(fields.project, path, 'a project of GitLab such as group/shop');
  const host =
    reader.text(fields.host, /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'a host name') ?? 'gitlab.com';
  const allowed = readAllowed(reader, fields.allow, ['branch', 'tag']);
  if (project === undefined || allowed === undefined) return undefined;
  return {
    ...base,
    kind: 'gitlab',
    issuer: host,
    audience: `https://${host}`,
    project,
    subjects: subjectsOf(
      allowed.map(([how, what]) => `project_path:${project}:ref_type:${how}:ref:${what}`),
    ),
  };
}

const podNames = ['namespace', 'serviceAccount', 'issuer', 'use'] as const;
const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function readPodRole(reader: Reader, field: Field, base: Base): SpecRole | undefined {
  const names = ['namespace', 'serviceAccount'] as const;
  const fields = reader.fields(field, [...common, ...podNames], names);
  if (fields === undefined) return undefined;
  const namespace = reader.text(fields.namespace, dnsLabel, 'a namespace of Kubernetes');
  const serviceAccount = reader.text(fields.serviceAccount, dnsLabel, 'a service account');
  const what = "the issuer of the cluster's tokens without https://";
  const issuer = reader.text(fields.issuer, /^[a-z0-9.-]+(:\d+)?(\/[\w./-]+)?$/i, what);
  const asked = reader.choice(fields.use, ['image-pull', 'pod']);
  if (fields.use !== undefined && asked === 'image-pull' && issuer === undefined) {
    return reader.complain(
      fields.use,
      'a kubelet pulls with the role of a service account by its token only',
      "Add issuer:, the issuer of the cluster's tokens.",
    );
  }
  if (namespace === undefined || serviceAccount === undefined) return undefined;
  const use = asked ?? (issuer === undefined ? 'pod' : 'image-pull');
  return { ...base, kind: 'service-account', namespace, serviceAccount, issuer, use };
}

type Allowed<How extends string> = readonly (readonly [How, string])[];

/** Which runs may assume a role. A trust without a subject would let in everybody's, so that one is required. */
function readAllowed<How extends string>(
  reader: Reader,
  field: Field | undefined,
  hows: readonly How[],
): Allowed<How> | undefined {
  if (field === undefined) return undefined;
  const items = reader.items(field);
  if (items.length === 0) {
    return reader.complain(
      field,
      `"${field.path}" allows nothing: a trust without a subject would let in every project`,
      `Name what may run as the role, such as - ${hows[0]}: main.`,
    );
  }
  const allowed = items.flatMap((item) => {
    const fields = reader.fields(item, hows);
    const given = hows.filter((how) => fields?.[how] !== undefined);
    const [how] = given;
    if (fields === undefined) return [];
    if (how === undefined || given.length > 1) {
      reader.complain(
        item,
        `"${item.path}" needs one of ${hows.join(', ')}`,
        'Name one in each item.',
      );
      return [];
    }
    const what = reader.text(fields[how], /^[\w./*-]{1,255}$/, 'a name, with * for any characters');
    if (what === undefined) return [];
    if (what === '*' && how !== 'tag') {
      reader.complain(item, `every ${how} would get in`, `Name the ${how} that may.`);
      return [];
    }
    return [[how, what] as const];
  });
  return allowed.length === items.length ? allowed : undefined;
}

function subjectsOf(subjects: readonly string[]): SpecSubjects {
  const all = [...new Set(subjects)].sort();
  return {
    exact: all.filter((one) => !one.includes('*')),
    like: all.filter((one) => one.includes('*')),
  };
}
