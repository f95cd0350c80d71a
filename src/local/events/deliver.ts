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
  return Object.values(forms).some((form) => form.test(arn));
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
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const answer = await fetch(arn, { method: 'POST', headers, body: text, signal: patience });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
  }
}
