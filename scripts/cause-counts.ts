// How many causes are proven and known, in the README's words.
import { allCauses } from '../src/causes/catalogue.ts';
import { allKnownCauses } from '../src/causes/known.ts';

const numerals: Readonly<Record<number, string>> = {
  15: 'fifteen',
  16: 'sixteen',
  17: 'seventeen',
  18: 'eighteen',
  19: 'nineteen',
  20: 'twenty',
};

/**
 * @param readme the README's text
 * @returns it with today's counts: causes proven, the links they are spread over, causes known
 */
export function withCounts(readme: string): string {
  const links = new Set(allCauses().map(({ link }) => link)).size;
  return readme
    .replace(
      /\d+ causes over \w+ links are proven/,
      `${allCauses().length} causes over ${numerals[links] ?? links} links are proven`,
    )
    .replace(/\d+ known causes/, `${allKnownCauses().length} known causes`);
}
