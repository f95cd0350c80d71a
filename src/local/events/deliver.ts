import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What a target's ARN can be here, besides AWS's own forms, none of which leads anywhere on a laptop.
 * A file lies in the data folder, so that no rule can write elsewhere.
 */
const forms = {
  http: /^https?:\/\/[^\s/]+/,
  file: /^file:([\w][\w.-]{0,99})$/,
  stdout: /^stdout$/,
};

export const targetForms =
  'http://… or https://…, file:NAME (in the data folder, below events), stdout';

export function isDeliverable(arn: string): boolean {
  if (forms.http.test(arn)) return URL.canParse(arn);
  return Object.values(forms).some((form) => form.test(arn));
}

/** Marks a delivery: no door of the local AWS takes one, whatever name or redirection leads there. */
export const deliveryHeader = 'x-hawser-event-delivery';

/** A target without what may be secret in a URL: the user, the path, the query. */
export function shownTarget(arn: string): string {
  if (!forms.http.test(arn)) return arn;
  if (!URL.canParse(arn)) return `${arn.split(':')[0]}://…`;
  const { protocol, host } = new URL(arn);
  return `${protocol}//${host}/…`;
}

/**
 * Brings a text to a target: one POST, one line of a file, one line of output.
 * @param folder where files are.
 * @throws Error when the target did not take it.
 */
export async function deliver(
  arn: string,
  text: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const file = forms.file.exec(arn)?.[1];
  if (file !== undefined) {
    await mkdir(folder, { recursive: true });
    await appendFile(join(folder, file), `${text}\n`);
  } else if (forms.stdout.test(arn)) {
    process.stdout.write(`${text}\n`);
  } else {
    // EventBridge gives an API destination five seconds (EventBridge User Guide, "API destinations").
    const patience = AbortSignal.any([signal, AbortSignal.timeout(5_000)]);
    const answer = await fetch(withoutUser(arn), {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        [deliveryHeader]: '1',
        ...authorizationOf(arn),
      },
      body: text,
      signal: patience,
      redirect: 'error',
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
  }
}

function withoutUser(arn: string): URL {
  const url = new URL(arn);
  url.username = '';
  url.password = '';
  return url;
}

function authorizationOf(arn: string): { readonly authorization?: string } {
  const { username, password } = new URL(arn);
  if (username === '' && password === '') return {};
  const pair = [username, password].map(decoded).join(':');
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
