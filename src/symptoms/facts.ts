import { type Requests, requestsIn, type Said, type ToldRequest } from './requests.ts';
import { speakers } from './speakers/index.ts';
import type { Phase, Puller, Speaker } from './speakers/speaker.ts';

/** What a text tells of, apart from what may be behind it. */
export interface Facts extends Requests {
  /** Programs whose words are in the text. */
  readonly speakers: readonly string[];
  /** Whose credentials the request brought, or should have. */
  readonly puller: Puller | undefined;
  readonly said: readonly Said[];
  /** Where in a pull or push the last of it belongs. */
  readonly phase: Phase | undefined;
}

/** Sentences that are read of one program: a log repeats itself. */
const mostSaid = 200;

/** Reads who speaks, who was asked for what, and what the answer was. */
export function factsIn(text: string): Facts {
  const heard = speakers.filter(({ known }) => known.test(text));
  const said = heard.flatMap((speaker) => saidBy(speaker, text));
  const requests = requestsIn(text, said);
  return {
    ...requests,
    speakers: heard.map(({ name }) => name),
    puller: heard.find(({ puller }) => puller !== undefined)?.puller,
    said,
    phase: said.findLast(({ phase }) => phase !== undefined)?.phase ?? phaseOf(requests),
  };
}

function phaseOf({ requests }: Requests): Phase | undefined {
  const last = requests.at(-1);
  return last === undefined ? undefined : phaseOfRequest(last);
}

function saidBy({ name, sentences }: Speaker, text: string): Said[] {
  return sentences.flatMap(({ pattern, phase }) => {
    const found: Said[] = [];
    for (const { groups } of text.matchAll(pattern)) {
      found.push(saidIn(name, phase, groups ?? {}));
      if (found.length >= mostSaid) break;
    }
    return found;
  });
}

function saidIn(
  speaker: string,
  phase: Phase | undefined,
  groups: Readonly<Record<string, string | undefined>>,
): Said {
  const request = requestOf(groups);
  const image = groups.image?.replace(/[:.]+$/, '');
  const status = Number(groups.status ?? groups.status2);
  return {
    speaker,
    ...request,
    phase: phaseOfRequest(request) ?? phase,
    ...(image === undefined ? {} : { image }),
    ...(status >= 100 && status < 600 ? { status } : {}),
  };
}

function requestOf({
  method,
  url,
  host,
  path,
}: Readonly<Record<string, string | undefined>>): Partial<ToldRequest> {
  const [, urlHost, urlPath] = /^https?:\/\/([^/]{1,253})(\/.*)?$/.exec(url ?? '') ?? [];
  const at = (urlHost ?? host)?.toLowerCase();
  const asked = (urlPath ?? path)?.replace(/[:.]+$/, '');
  return {
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(at === undefined ? {} : { host: at }),
    ...(asked === undefined ? {} : { path: asked }),
  };
}

/** Source: the distribution specification's endpoints; ECR sends for layers to S3. */
export function phaseOfRequest({ method, host, path }: Partial<ToldRequest>): Phase | undefined {
  if (/starport-layer-bucket|\.s3[.-]/.test(host ?? '')) return 'layer';
  if (path === undefined) return undefined;
  const writes = method === 'POST' || method === 'PUT' || method === 'PATCH';
  if (path.includes('/blobs/uploads') || (writes && path.startsWith('/v2/'))) return 'push';
  if (path.includes('/referrers/')) return 'referrers';
  if (path.includes('/blobs/')) return method === 'HEAD' ? undefined : 'layer';
  if (path.includes('/manifests/')) return method === 'HEAD' ? 'resolve' : 'manifest';
  if (path.includes('/tags/list')) return 'resolve';
  return path === '/v2/' || /\/token\b/.test(path) ? 'login' : undefined;
}
