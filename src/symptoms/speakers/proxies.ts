import { host, type Speaker, sentence } from './speaker.ts';

/** nginx and Envoy, which stand before a registry or on the way to it. */
export const proxies: Speaker = {
  name: 'nginx or Envoy',
  known:
    /\bnginx\b|\d{3} (?:Request Entity Too Large|Bad Gateway|Gateway Time-?out)|upstream (?:prematurely closed|timed out|connect error|sent too big)|no healthy upstream|client intended to send too large body|no resolver defined to resolve|could not be resolved \(\d|recv\(\) failed/i,
  sentences: [
    sentence(
      `request: "(?<method>[A-Z]{3,6}) (?<path>\\/[^\\s"]{0,1000}) HTTP\\/[\\d.]{1,3}"[^\\n]{0,600}?host: "${host}`,
    ),
    sentence(
      '(?<status>\\d{3}) (?:Request Entity Too Large|Bad Gateway|Gateway Time-?out|Service Unavailable)',
    ),
  ],
};
