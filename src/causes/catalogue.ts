import { type KnownCause, knownCauseOf } from './known.ts';
import { type LinkName, linkNames } from './known-links.ts';

/** One way in which a link breaks, that Hawser proves. */
export interface Cause extends KnownCause {
  readonly link: LinkName;
}

/**
 * The causes that Hawser proves. Adding one touches four places, which a test counts: this list, the
 * check in its link's file, the fault that injects it, its section in docs/causes.md.
 */
const proven: readonly string[] = [
  'HW0101',
  'HW0102',
  'HW0103',
  'HW0104',
  'HW0105',
  'HW0106',
  'HW0107',
  'HW0108',
  'HW0109',
  'HW0110',
  'HW0111',
  'HW0112',
  'HW0113',
  'HW0114',
  'HW0201',
  'HW0202',
  'HW0203',
  'HW0204',
  'HW0205',
  'HW0206',
  'HW0208',
  'HW0301',
  'HW0302',
  'HW0303',
  'HW0304',
  'HW0305',
  'HW0307',
  'HW0308',
  'HW0401',
  'HW0402',
  'HW0403',
  'HW0404',
  'HW0405',
  'HW0407',
  'HW0408',
  'HW0411',
  'HW0502',
  'HW0504',
  'HW0505',
  'HW0506',
  'HW0601',
  'HW0602',
  'HW0603',
  'HW0604',
  'HW0605',
  'HW0606',
  'HW0608',
  'HW0701',
  'HW0702',
  'HW0703',
  'HW0704',
  'HW0705',
  'HW0706',
  'HW0707',
  'HW0708',
  'HW0709',
  'HW0710',
  'HW0711',
  'HW0712',
  'HW0714',
  'HW0717',
  'HW0718',
  'HW0801',
  'HW0803',
  'HW0901',
  'HW0902',
  'HW0903',
  'HW0904',
  'HW0905',
  'HW0906',
  'HW0909',
  'HW0910',
  'HW1001',
  'HW1002',
  'HW1003',
  'HW1004',
  'HW1005',
  'HW1006',
  'HW1007',
  'HW1008',
  'HW1009',
  'HW1010',
  'HW1011',
  'HW1012',
  'HW1013',
  'HW1014',
  'HW1016',
  'HW1017',
  'HW1018',
  'HW1022',
  'HW1024',
  'HW1026',
  'HW1101',
  'HW1102',
  'HW1103',
  'HW1104',
  'HW1105',
  'HW1106',
  'HW1201',
  'HW1202',
  'HW1301',
  'HW1303',
  'HW1304',
  'HW1305',
  'HW1306',
  'HW1307',
  'HW1309',
  'HW1310',
  'HW1311',
  'HW1312',
  'HW1401',
  'HW1402',
  'HW1403',
  'HW1404',
  'HW1405',
  'HW1406',
  'HW1407',
  'HW1408',
  'HW1409',
  'HW1413',
  'HW1414',
  'HW1415',
  'HW1417',
  'HW1418',
  'HW1501',
  'HW1502',
  'HW1503',
  'HW1504',
  'HW1505',
  'HW1507',
  'HW1509',
  'HW1601',
  'HW1602',
  'HW1604',
  'HW1701',
  'HW1702',
  'HW1703',
  'HW1704',
  'HW1705',
  'HW1806',
  'HW1901',
  'HW1902',
  'HW1903',
  'HW1904',
  'HW1905',
  'HW2001',
  'HW2002',
  'HW2003',
  'HW2101',
  'HW2102',
  'HW2104',
  'HW2302',
  'HW2303',
  'HW2304',
  'HW2305',
  'HW2308',
];

/** Those of links that are seen from outside, which only a look at the node shows. */
const onNodeOnly: ReadonlySet<string> = new Set(['HW1016', 'HW1017', 'HW1022']);

const byCode: ReadonlyMap<string, Cause> = new Map(proven.map((code) => [code, provenCause(code)]));

export function allCauses(): readonly Cause[] {
  return [...byCode.values()];
}

export function causeOf(code: string): Cause | undefined {
  return byCode.get(code);
}

/** Whether nothing shows a cause but a text, or a look at the node itself. */
export function isUnseenFromOutside(code: string): boolean {
  return !byCode.has(code) || onNodeOnly.has(code);
}

/** Where a known cause is explained: a command, which is there wherever Hawser is, unlike its documentation. */
export function whereExplained(code: string): string {
  return `hawser explain ${code}`;
}

function provenCause(code: string): Cause {
  const cause = knownCauseOf(code);
  const link = linkNames.find((name) => name === cause?.link);
  if (cause === undefined || link === undefined) throw new Error(`${code} is no cause of a link`);
  return { ...cause, link };
}
