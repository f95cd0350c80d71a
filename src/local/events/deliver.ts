import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What a target's ARN can be here. A queue, topic or function of AWS is represented by a file in the data
 * folder, named after it. Files are always in the data folder, so that no rule can write elsewhere.
 */
const forms = {
  aws: /^arn:aws:(sqs|sns|lambda|logs|firehose|kinesis|states):[a-z0-9-]+:\d{12}:([\w:/.-]{1,200})$/,
  http: /^https?:\/\/[^\s/]+/,
  file: /^file:([\w][\w.-]{0,99})$/,
  stdout: /^stdout$/,
};

export const targetForms =
  'http://… or https://…, file:NAME (in the data folder, below events), stdout, or the ARN of a queue, topic, function, log group or stream, whose events are written to a file below events';

export function isDeliverable(arn: string): boolean {
  if (forms.http.test(arn)) return URL.canParse(arn);
  return Object.values(forms).some((form) => form.test(arn));
}

/** Marks a delivery: every door of the local AWS refuses it, whatever name or redirect leads there. */
export const deliveryHeader = 'x-hawser-event-delivery';

/** A target without the parts of a URL that may be secret: the user, the path, the query. */
export function shownTarget(arn: string): string {
  if (!forms.http.test(arn)) return arn;
  if (!URL.canParse(arn)) return `${arn.split(':')[0]}://…`;
  const { protocol, host } = new URL(arn);
  return `${protocol}//${host}/…`;
}

/**
 * Delivers a text to a target: one POST, one line of a file, one line of output.
 * @param folder where files are.
 * @throws Error when the target did not accept it.
 */
export async function deliver(
  arn: string,
  text: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const file = forms.file.exec(arn)?.[1] ?? fileOf(arn);
  if (file !== undefined) {
    await mkdir(folder, { recursive: true });
    await appendFile(join(folder, file), `${text}\n`);
  } else if (forms.stdout.test(arn)) {
    process.stdout.write(`${text}\n`);
  } else {
    // EventBridge waits five seconds for an API destination (EventBridge User Guide, "API destinations").
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

/** The file that represents an AWS resource, such as `sqs-my-queue.jsonl`. */
function fileOf(arn: string): string | undefined {
  const [, service, name = ''] = forms.aws.exec(arn) ?? [];
  return service === undefined ? undefined : `${service}-${name.replace(/[:/]/g, '-')}.jsonl`;
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
