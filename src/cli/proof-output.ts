import type { Answer } from '../report/answer.ts';
import type { Style } from '../report/style.ts';
import { linesOfValue, printableValue } from '../text/printable.ts';
import { withoutCommands } from '../text/workflow-commands.ts';
import { fitted } from './fitted.ts';
import { version } from './version.ts';

/** The forms in which a proof is printed. */
export const formats = ['text', 'json', 'sarif', 'junit', 'markdown', 'github'] as const;

export type Format = (typeof formats)[number];

/** Another pull that was asked about, such as of another container of the pod. */
export interface OtherPull {
  readonly title: string;
  readonly proof: Answer;
}

/** Exit code for each verdict. */
export const verdictCodes: Readonly<Record<Answer['verdict'], number>> = {
  holds: 0,
  broken: 2,
  unseen: 3,
};

/**
 * A proof as it goes to stdout; text is coloured where that is a terminal.
 * @param others further pulls that were asked about; JSON and text name them.
 */
export async function rendered(
  format: Format,
  name: string,
  seen: Answer,
  others: readonly OtherPull[] = [],
): Promise<string> {
  // JSON writes control characters out by itself.
  const [title, proof] = format === 'json' ? [name, seen] : printableValue([name, seen] as const);
  switch (format) {
    case 'json':
      return `${JSON.stringify(others.length === 0 ? proof : { ...proof, others: others.map(summary) })}\n`;
    case 'sarif':
      return (await import('../report/sarif.ts')).renderSarif(title, proof, version);
    case 'junit':
      return (await import('../report/junit.ts')).renderJunit(title, proof);
    case 'markdown':
      return withoutCommands((await import('../report/markdown.ts')).renderMarkdown(title, proof));
    case 'github':
      return (await import('../report/github.ts')).renderGithub(title, proof);
    case 'text': {
      const { renderText } = await import('../report/text.ts');
      const { styleOf } = await import('../report/style.ts');
      const style = styleOf(process.stdout, process.env);
      const [heading, facts, further] = linesOfValue([
        title,
        proof,
        printableValue(others),
      ] as const);
      const text = `${renderText(heading, facts, style)}\n${othersText(further, style)}`;
      return fitted(text);
    }
  }
}

function summary({ title, proof }: OtherPull): object {
  const { verdict, causes } = proof;
  return { pull: title, verdict, causes: causes.map(({ code }) => code) };
}

function othersText(others: readonly OtherPull[], style: Style): string {
  if (others.length === 0) return '';
  const lines = others.map(({ title, proof }) => {
    const causes = proof.causes.map(({ code, title: cause }) => `${code} ${cause}`).join('; ');
    return `    ${title}: ${proof.verdict}${causes === '' ? '' : `, ${causes}`}`;
  });
  return `  ${style.bold('Examined as well:')}\n${lines.join('\n')}\n\n`;
}
