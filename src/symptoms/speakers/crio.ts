import { image, type Speaker, sentence } from './speaker.ts';

/** CRI-O, whose errors are those of containers/image under a sentence of its own. */
export const crio: Speaker = {
  name: 'CRI-O',
  puller: 'node',
  known:
    /error creating pod sandbox with name|\bcrio\b|CRI-O|Error determining manifest MIME type/i,
  sentences: [
    sentence(`manifest MIME type for (?:docker:\\/\\/)?${image}`, 'manifest'),
    sentence('pinging container registry (?<host>[a-z0-9.:-]{1,253})', 'login'),
  ],
};
