// A second evaluator, written for plainness instead of speed and sharing no code with the first. The
// two are compared on random cases (differential.test.ts); what they cover is what `random.ts` makes.

export interface Doc {
  readonly Version?: string;
  readonly Statement: readonly Record<string, unknown>[];
}

export interface Case {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly accountId: string;
  readonly context: Record<string, string | string[]>;
  readonly identity: readonly Doc[];
  readonly resourcePolicy?: Doc | undefined;
  readonly boundary?: readonly Doc[] | undefined;
  readonly session?: Doc | undefined;
  readonly scps?: readonly (readonly Doc[])[] | undefined;
  readonly vpce?: Doc | undefined;
}

type Verdict = 'allowed' | 'implicitDeny' | 'explicitDeny';

export function naiveEvaluate(given: Case): Verdict {
  const token = given.action === 'ecr:GetAuthorizationToken';
  const account = given.principal.split(':')[4];
  const same = token || account === given.accountId;
  const root = given.principal.endsWith(':root');
  const applied = (docs: readonly Doc[]) =>
    docs.flatMap((doc) => doc.Statement.filter((s) => applies(s, doc, given)));
  const identity = root ? [] : applied(given.identity);
  const resource = token || !given.resourcePolicy ? [] : applied([given.resourcePolicy]);
  const boundary = given.boundary && applied(given.boundary);
  const session = given.session && applied([given.session]);
  const scps = (given.scps ?? []).map(applied);
  const vpce = given.vpce && applied([given.vpce]);
  const all = [identity, resource, boundary ?? [], session ?? [], ...scps, vpce ?? []].flat();
  if (all.some((s) => s.Effect === 'Deny')) return 'explicitDeny';
  if (scps.some((level) => level.length === 0) || vpce?.length === 0) return 'implicitDeny';
  const limited = boundary?.length === 0 || session?.length === 0;
  const noSession = given.principal.includes(':federated-user/') && session === undefined;
  const ownSide = root || (identity.length > 0 && !limited && !noSession);
  if (!same) return ownSide && resource.length > 0 ? 'allowed' : 'implicitDeny';
  if (root) return 'allowed';
  const forms = resource.flatMap((s) => naming(s, given.principal));
  if (forms.includes('direct')) return 'allowed';
  if (forms.includes('behind') && !limited && !noSession) return 'allowed';
  if (forms.includes('behind')) return 'implicitDeny';
  return ownSide ? 'allowed' : 'implicitDeny';
}

function applies(statement: Record<string, unknown>, doc: Doc, given: Case): boolean {
  const { Action, NotAction, Resource, NotResource, Principal, Condition } = statement;
  const action = (one: string) => like(one.toLowerCase(), given.action.toLowerCase());
  const resource = (one: string) => covers(one, doc, given);
  if (Action ? !list(Action).some(action) : list(NotAction).some(action)) return false;
  if (Resource && !list(Resource).some(resource)) return false;
  if (NotResource && list(NotResource).some(resource)) return false;
  if (Principal && naming(statement, given.principal).length === 0) return false;
  return Object.entries((Condition ?? {}) as Record<string, Record<string, unknown>>).every(
    ([operator, keys]) =>
      Object.entries(keys).every(([key, values]) =>
        condition(operator, key, list(values), doc, given),
      ),
  );
}

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
}

function like(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`).test(text);
}

function covers(pattern: string, doc: Doc, given: Case): boolean {
  if (pattern === '*') return true;
  if (given.action === 'ecr:GetAuthorizationToken') return false;
  const wanted = pattern.split(/:(?![^{]*\})/);
  const parts = given.resource.split(':');
  return wanted.every((part, i) => matchesFilled('StringLike', part, parts[i] ?? '', doc, given));
}

function naming(
  { Principal }: Record<string, unknown>,
  caller: string,
): ('direct' | 'behind' | 'account')[] {
  if (Principal === undefined) return [];
  const entries = Principal === '*' ? ['*'] : list((Principal as { AWS: unknown }).AWS);
  const [, , , , account, own = ''] = caller.split(':');
  const [kind, name] = own.split('/');
  return entries.flatMap((entry) => {
    if (entry === '*' || (entry === caller && kind !== 'role')) return ['direct' as const];
    const [, , , , owner = entry, path = 'root'] = entry.split(':');
    if (owner !== account) return [];
    if (path === 'root') return [own === 'root' ? ('direct' as const) : ('account' as const)];
    const behind: Record<string, string> = {
      'assumed-role': 'role',
      role: 'role',
      'federated-user': 'user',
    };
    return path === `${behind[kind ?? '']}/${name}` ? ['behind' as const] : [];
  });
}

function condition(
  operator: string,
  key: string,
  wanted: string[],
  doc: Doc,
  given: Case,
): boolean {
  const [, set, negation, bare = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(String)?(?:Not)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const negated = operator.includes('Not');
  const found = Object.entries(given.context).find(([k]) => k.toLowerCase() === key.toLowerCase());
  const value = found?.[1].length === 0 && Array.isArray(found[1]) ? undefined : found?.[1];
  if (operator === 'Null') return wanted.includes(String(value === undefined));
  if (value === undefined) return ifExists ? true : set ? set === 'ForAllValues' : negated;
  const passes = (one: string) =>
    wanted.some((w) => matchesFilled(`${negation ?? ''}${bare}`, w, one, doc, given)) !== negated;
  if (!set) {
    if (Array.isArray(value) && value.length > 1) return false;
    return passes(String(Array.isArray(value) ? value[0] : value));
  }
  const values = list(value).filter(
    (one, _, all) => one !== '' || all.some((other) => other !== ''),
  );
  return set === 'ForAllValues' ? values.every(passes) : values.some(passes);
}

/** Stands where a variable was; no generated text has it. */
const mark = '\u0001';

/** A variable's text is put in with a mark around it, so that the stars in it are found as text. */
function matchesFilled(how: string, wanted: string, text: string, doc: Doc, given: Case): boolean {
  if (how === 'NumericLessThan') return text !== '' && Number(text) < Number(wanted || 'x');
  let unresolved = false;
  const hidden: string[] = [];
  const filled = wanted.replace(/\$\{([^}]*)\}/g, (whole, key: string) => {
    if (doc.Version !== '2012-10-17') return whole;
    const found = Object.entries(given.context).find(
      ([k]) => k.toLowerCase() === key.toLowerCase(),
    );
    if (typeof found?.[1] === 'string' && key.toLowerCase() !== 'aws:tagkeys')
      hidden.push(found[1]);
    else unresolved = true;
    return mark;
  });
  if (unresolved) return false;
  const reveal = (part: string) => part.replaceAll(mark, () => hidden.shift() ?? '');
  if (how !== 'StringLike' && how !== 'Like') return reveal(filled) === text;
  return likeHidden(filled, text, hidden);
}

function likeHidden(pattern: string, text: string, hidden: readonly string[]): boolean {
  const quote = (part: string) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  let next = 0;
  const source = [...pattern]
    .map((char) => {
      if (char === mark) return quote(hidden[next++] ?? '');
      if (char === '*') return '[^]*';
      return char === '?' ? '[^]' : quote(char);
    })
    .join('');
  return new RegExp(`^${source}$`).test(text);
}
