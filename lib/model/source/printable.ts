/** Control characters, half characters, and marks that are invisible or change the direction of text. */
const unprintable = /[^\x20-\x7e\u00a1-\ud7ff\uf900-\ufffc]|[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text that a terminal shows as it is, one column for each character; the rest becomes `?`, a tab an arrow. */
export const printable = (text: string): string => text.replaceAll('\t', '→').replaceAll(unprintable, '?');
