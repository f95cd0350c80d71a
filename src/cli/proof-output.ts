import type { Proof } from '../chain/proof.ts';
import { printableValue } from '../text/printable.ts';
import { version } from './version.ts';

/** The forms in which a proof is printed. */
export const formats = ['text', 'json', 'sarif', 'junit', 'markdown'] as const;

export type Format = (typeof formats)[number];

/** Exit code for each verdict. */
export const verdictCodes: Readonly<Record<Proof['verdict'], number>> = {
  holds: 0,
  broken: 2,
  unseen: 3,
};

/** A proof as it goes to stdout; text is coloured where that is a terminal. */
export async function rendered(format: Format, name: string, seen: Proof): Promise<string> {
  // JSON writes control characters out by itself.
  const [title, proof] = format === 'json' ? [name, seen] : printableValue([name, seen] as const);
  switch (format) {
    case 'json':
      return `${JSON.stringify(proof)}\n`;
    case 'sarif':
      return (await import('../report/sarif.ts')).renderSarif(title, proof, version);
    case 'junit':
      return (await import('../report/junit.ts')).renderJunit(title, proof);
    case 'markdown':
      return (await import('../report/markdown.ts')).renderMarkdown(title, proof);
    case 'text': {
      const { renderText } = await import('../report/text.ts');
      const { styleOf } = await import('../report/style.ts');
      return `${renderText(title, proof, styleOf(process.stdout, process.env))}\n`;
    }
  }
}
