import type { FleetAnswer } from '../chain/fleet/answer.ts';
import { linesOfValue, printableValue } from '../text/printable.ts';
import { withoutCommands } from '../text/workflow-commands.ts';
import { fitted } from './fitted.ts';
import type { Format } from './proof-output.ts';
import { version } from './version.ts';

/** An answer about many pulls as it goes to stdout; text is coloured where that is a terminal. */
export async function renderedFleet(format: Format, seen: FleetAnswer): Promise<string> {
  // JSON writes control characters out by itself.
  if (format === 'json') return `${JSON.stringify(seen)}\n`;
  const answer = printableValue(seen);
  switch (format) {
    case 'sarif':
      return (await import('../report/fleet/sarif.ts')).renderFleetSarif(answer, version);
    case 'junit':
      return (await import('../report/fleet/junit.ts')).renderFleetJunit(answer);
    case 'markdown':
      return withoutCommands(
        (await import('../report/fleet/markdown.ts')).renderFleetMarkdown(answer),
      );
    case 'github':
      return (await import('../report/fleet/github.ts')).renderFleetGithub(answer);
    case 'text': {
      const { renderFleetText } = await import('../report/fleet/text.ts');
      const { styleOf } = await import('../report/style.ts');
      return fitted(renderFleetText(linesOfValue(answer), styleOf(process.stdout, process.env)));
    }
  }
}
