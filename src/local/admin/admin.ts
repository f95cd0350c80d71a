import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge } from '../../http/body.ts';
import { isPossibleTime, possibleTimes } from '../clock-range.ts';
import type { Core } from '../core/call.ts';
import { parseDuration } from '../duration.ts';
import { doWhatIsDue } from '../ecr/housekeeping.ts';
import { LocalError } from '../errors.ts';
import type { Extension } from '../extension.ts';
import { breakLink, healLinks } from '../faults/index.ts';
import { TooManyBodies } from '../front-door/body-budget.ts';
import { expectTaken } from '../front-door/patience.ts';
import { settled } from '../front-door/settled.ts';
import { prometheusMetrics } from '../usage/prometheus.ts';
import type { AdminHooks } from './hooks.ts';
import { identityTokenRoutes } from './identity-tokens.ts';
import { policyRoutes } from './policy-controllers.ts';
import { surveyNames, surveyRoutes } from './surveys.ts';

const bodyLimit = 1 << 20;

type Body = Readonly<Record<string, unknown>>;
type Handler = (core: Core, body: Body, hooks: AdminHooks) => Promise<object>;

/** The routes under `/_hawser/`: the emulator's own, which AWS does not have. */
const routes: Readonly<Record<string, Handler>> = {
  'GET /_hawser/health': async ({ clock, settings, state }, _body, { version }) => ({
    status: state.metadata.failure === undefined ? 'ok' : 'degraded',
    ...(state.metadata.failure === undefined ? {} : { reason: state.metadata.failure.message }),
    version,
    endpoint: settings.endpoint(),
    now: new Date(clock.now()).toISOString(),
  }),
  'GET /_hawser/clock': async ({ clock }) => time(clock.now()),
  'POST /_hawser/clock': moveClock,
  'POST /_hawser/reset': reset,
  'GET /_hawser/nodes': async (_core, _body, hooks) => ({ nodes: hooks.nodes() }),
  'POST /_hawser/nodes': async (_core, body, hooks) => hooks.addNode(body),
  'POST /_hawser/node-report': async (_core, body, hooks) => {
    if (hooks.nodeReport === undefined) {
      throw new LocalError('BAD_REQUEST', 'nothing here looks at nodes: start hawser local up');
    }
    const image = body.image === undefined ? undefined : textOf(body, 'image');
    return hooks.nodeReport(textOf(body, 'node'), image);
  },
  'GET /_hawser/kubeconfig': async (_core, _body, hooks) =>
    JSON.parse(hooks.kubeconfig()) as object,
  ...identityTokenRoutes,
  ...policyRoutes,
  'GET /_hawser/faults': async ({ state }) => ({
    faults: state.faults.list().map(({ document: { cause, target } }) => ({ cause, target })),
  }),
  'POST /_hawser/break': (core, body, hooks) =>
    hooks.inTurn(async () => {
      const record = breakLink(core, hooks.objects, textOf(body, 'cause'), targetOf(body));
      await hooks.changed();
      return { broken: record.cause, target: record.target };
    }),
  'POST /_hawser/heal': (core, body, hooks) =>
    hooks.inTurn(async () => {
      const cause = body.cause === undefined ? undefined : textOf(body, 'cause');
      const healed = healLinks(core, hooks.objects, cause);
      await hooks.changed();
      return { healed };
    }),
};

/** Serves the admin routes and `/metrics`. */
export function adminRoutes(core: Core, hooks: AdminHooks): Extension {
  const survey = surveyRoutes(core, hooks);
  return async (request, response, path) => {
    if (path === '/metrics' && request.method === 'GET') {
      send(response, 200, 'text/plain; version=0.0.4', prometheusMetrics(core, hooks.version));
      return true;
    }
    if (!path.startsWith('/_hawser/')) return false;
    if (await survey(request, response, path)) return true;
    const handler = routes[`${request.method} ${path}`];
    if (handler === undefined) return refuseUnknown(response, path);
    try {
      const body = await jsonBody(core, request);
      const answer = await settled(core.state.metadata, request.method === 'GET', async () => {
        const found = await handler(core, body, hooks);
        await core.state.metadata.acknowledged();
        return found;
      });
      send(response, 200, 'application/json', JSON.stringify(answer));
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined) throw error;
      const { code = 'BAD_REQUEST', message, hint = hints[status] } = error as Advised;
      send(
        response,
        status,
        'application/json',
        JSON.stringify({ error: { code, message, hint } }),
      );
    }
    return true;
  };
}

interface Advised extends Error {
  readonly code?: string;
  readonly hint?: string;
}

/** What to do about bodies that are not read. */
const hints: Readonly<Record<number, string>> = {
  413: 'Send a shorter body.',
  503: 'Send fewer requests at once.',
};

/** @returns undefined for what is no fault of the request's. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof BodyTooLarge) return 413;
  if (error instanceof TooManyBodies) return 503;
  if (!(error instanceof LocalError)) return undefined;
  return error.code === 'NOT_JSON' ? 415 : 400;
}

/** Other extensions may own a path below `/_hawser/`; the rest is a mistake worth naming. */
function refuseUnknown(response: ServerResponse, path: string): boolean {
  if (path.startsWith('/_hawser/clusters/')) return false;
  const known = [...surveyNames, ...Object.keys(routes)].join(', ');
  const error = { code: 'NO_SUCH_ROUTE', message: `there is no ${path}`, hint: known };
  send(response, 404, 'application/json', JSON.stringify({ error }));
  return true;
}

async function moveClock(core: Core, body: Body): Promise<object> {
  const { clock, state } = core;
  const target = clockTarget(clock.now(), body);
  if (!isPossibleTime(target)) {
    const field = body.advance === undefined ? 'set' : 'advance';
    throw new LocalError('BAD_REQUEST', `"${field}" must leave the clock ${possibleTimes}`);
  }
  clock.set(target);
  state.settings.put('clock-offset', { value: String(clock.offset) });
  // What is due by the new time has happened before the answer is out.
  await doWhatIsDue(core);
  return time(clock.now());
}

/** The time that a request asks for, in milliseconds since the epoch. @throws LocalError */
function clockTarget(now: number, body: Body): number {
  if (body.advance !== undefined && body.set !== undefined) {
    throw new LocalError('BAD_REQUEST', 'give "advance" or "set", not both');
  }
  if (body.advance !== undefined) {
    const duration = parseDuration(textOf(body, 'advance'));
    if (duration === undefined) {
      throw new LocalError('BAD_REQUEST', '"advance" takes a duration such as 13h or 1h30m');
    }
    return Math.round(now + duration);
  }
  if (body.set === undefined) {
    throw new LocalError('BAD_REQUEST', 'give "advance" (a duration) or "set" (a time)');
  }
  const moment = Date.parse(textOf(body, 'set'));
  if (Number.isNaN(moment)) {
    throw new LocalError('BAD_REQUEST', '"set" takes a time such as 2026-01-01T00:00:00Z');
  }
  return moment;
}

/** Everything goes but the emulator's own key: what it handed out before is refused all the same. */
async function reset(core: Core, _body: Body, hooks: AdminHooks): Promise<object> {
  const { state, blobs, clock } = core;
  await hooks.restart(async () => {
    const key = state.settings.get('sealing-key');
    state.metadata.clear();
    if (key !== undefined) state.settings.put('sealing-key', key);
    // What the disk refuses to forget keeps its content.
    await state.metadata.durable();
    core.trail.clear();
    core.metrics.clear();
    core.imageUse.clear();
    clock.set(Date.now());
    await blobs.clear();
  });
  return { status: 'reset' };
}

function time(now: number): object {
  return { now: new Date(now).toISOString() };
}

/** A web page can send any body but JSON without being asked first whether it may (Fetch Standard, CORS preflight). */
async function jsonBody({ bodies }: Core, request: IncomingMessage): Promise<Body> {
  const isJson = /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
  if (request.method === 'POST' && !isJson) {
    throw new LocalError(
      'NOT_JSON',
      'send the header Content-Type: application/json (curl: --json, or -H "Content-Type: application/json")',
    );
  }
  const text = (await bodies.read(request, bodyLimit)).toString();
  if (text.trim() === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  } catch {
    // Told below, together with JSON that is no object.
  }
  throw new LocalError('BAD_REQUEST', 'the body must be a JSON object');
}

function textOf(body: Body, field: string): string {
  const value = body[field];
  if (typeof value !== 'string') {
    throw new LocalError('BAD_REQUEST', `"${field}" must be a string`);
  }
  return value;
}

function targetOf({ target = {} }: Body): Record<string, string> {
  if (typeof target !== 'object' || target === null) {
    throw new LocalError('BAD_REQUEST', '"target" must be an object');
  }
  return Object.fromEntries(Object.entries(target).map(([field, value]) => [field, String(value)]));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  expectTaken(response);
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
