/** What is answered where a Region, or the local AWS, does not have an API: then nothing of its kind is there. */
export const noSuchApi: readonly string[] = ['InvalidAction', 'UnknownOperationException'];
