import fc from 'fast-check';
import { isAccepted, offerFile, offerNames } from './offers.js';

/** Changes the lines of an offer at a place of chance, with material that may be used. */
type Edit = (lines: string[], at: number, material: Material) => string[];

interface Material {
  /** A line of another offer, or text without any sense. */
  line: string;
  /** A character that does not belong into SDP, or not where it is put. */
  character: string;
  number: string;
  /** Another place. */
  other: number;
}

const offers = offerNames.map(offerFile);
const splitLines = (text: string) => text.split(/\r\n|\n|\r/);
const knownLines = [...new Set(offers.flatMap(splitLines))].filter((line) => line.length < 500);

const numbers = [
  '0',
  '-1',
  '007',
  '1.5',
  '1e9',
  '0x7f',
  'NaN',
  '65536',
  '2147483648',
  '18446744073709551616',
  '9'.repeat(300),
];
const characters = [
  '\0',
  '\b',
  '\t',
  '\x1b',
  '\x7f',
  '\x85',
  '\u00a0',
  '\u0661',
  '\u2028',
  '\ufeff',
  '\ud800',
  '😀',
  ' ',
  ':',
  ';',
  '=',
  '/',
  '%',
  '"',
  '\\',
  '\r',
  '\n',
  '\r\na=x:',
];

const lineAt = (lines: string[], at: number) => lines[at] ?? '';
const nameOf = (line: string) => line.replace(/:.*/s, '');
const place = (line: string, { other }: Material) => (line.length === 0 ? 0 : other % line.length);

/** The first and last line of the section that a line is in. */
function sectionAround(lines: string[], at: number): [number, number] {
  const first = lines.findLastIndex((line, i) => i <= at && line.startsWith('m='));
  const next = lines.findIndex((line, i) => i > Math.max(at, first) && line.startsWith('m='));
  return [Math.max(first, 0), next < 0 ? lines.length : next];
}

const edits: Record<string, Edit> = {
  drop: (lines, at) => lines.toSpliced(at, 1),
  dropAllOfName: (lines, at) => lines.filter((line) => nameOf(line) !== nameOf(lineAt(lines, at))),
  duplicate: (lines, at) => lines.toSpliced(at, 0, lineAt(lines, at)),
  swap: (lines, at, { other }) =>
    lines.with(at, lineAt(lines, other % lines.length)).with(other % lines.length, lineAt(lines, at)),
  insert: (lines, at, { line }) => lines.toSpliced(at, 0, line),
  replace: (lines, at, { line }) => lines.with(at, line),
  append: (lines, at, { line }) => lines.with(at, lineAt(lines, at) + line),
  repeatName: (lines, at, { line }) =>
    lines.toSpliced(at + 1, 0, `${nameOf(lineAt(lines, at))}:${line.replace(/^[^:]*:/, '')}`),
  repeatLine: (lines, at) => lines.toSpliced(at, 1, ...Array.from({ length: 60 }, () => lineAt(lines, at))),
  repeatText: (lines, at) => lines.with(at, lineAt(lines, at).repeat(40)),
  repeatSection: (lines, at) => {
    const [first, end] = sectionAround(lines, at);
    return lines.toSpliced(end, 0, ...lines.slice(first, end));
  },
  dropSection: (lines, at) => {
    const [first, end] = sectionAround(lines, at);
    return lines.toSpliced(first, end - first);
  },
  nothingAfterColon: (lines, at) => lines.with(at, lineAt(lines, at).replace(/:.*/s, ':')),
  number: (lines, at, { number }) => lines.with(at, lineAt(lines, at).replace(/\d+/, number)),
  lastNumber: (lines, at, { number }) => lines.with(at, lineAt(lines, at).replace(/\d+(?=\D*$)/, number)),
  letterCase: (lines, at) =>
    lines.with(
      at,
      lineAt(lines, at).replace(/(?<==.*)[a-z]/gi, (letter) => swapCase(letter)),
    ),
  putCharacter: (lines, at, material) => {
    const line = lineAt(lines, at);
    const where = place(line, material);
    return lines.with(at, line.slice(0, where) + material.character + line.slice(where));
  },
  flipBit: (lines, at, material) => {
    const line = lineAt(lines, at);
    const where = place(line, material);
    const flipped = String.fromCharCode(line.charCodeAt(where) ^ (1 << (material.other % 8)));
    return line === '' ? lines : lines.with(at, line.slice(0, where) + flipped + line.slice(where + 1));
  },
  cutLine: (lines, at, material) =>
    lines.with(at, lineAt(lines, at).slice(0, place(lineAt(lines, at), material))),
  cutOffer: (lines, at) => lines.slice(0, at),
};

function swapCase(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}

const material: fc.Arbitrary<Material> = fc.record({
  line: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...knownLines) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  ),
  character: fc.constantFrom(...characters),
  number: fc.constantFrom(...numbers),
  other: fc.nat(),
});

const change = fc.tuple(fc.constantFrom(...Object.values(edits)), fc.nat(), material);

/** CRLF mostly, else one of the others throughout, or all of them in turn. */
const lineEnds = fc.oneof(
  { weight: 5, arbitrary: fc.constant(['\r\n']) },
  { weight: 1, arbitrary: fc.constantFrom(['\n'], ['\r'], ['\r\n', '\n', '\r'], ['\r\n\r\n'], ['\n\r']) },
);

/** Mostly such as are good before they are changed: what comes after the parser has to be reached, too. */
const original = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...offers.filter(isAccepted)) },
  { weight: 1, arbitrary: fc.constantFrom(...offers) },
);

/** A recorded or odd offer after one to five changes. */
export const mutatedOffer: fc.Arbitrary<string> = fc
  .tuple(original, fc.array(change, { minLength: 1, maxLength: 5 }), lineEnds)
  .map(([offer, changes, ends]) => {
    const lines = changes.reduce(
      (changed, [edit, at, what]) =>
        changed.length === 0 ? changed : edit(changed, at % changed.length, what),
      splitLines(offer),
    );
    return lines
      .map((line, i) => (i < lines.length - 1 ? line + (ends[i % ends.length] ?? '') : line))
      .join('');
  });
