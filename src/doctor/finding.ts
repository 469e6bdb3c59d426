/** What the doctor found about one thing. */
export interface Finding {
  /** In a word or two. */
  topic: string;
  /** `note`: it works, and may surprise. `problem`: there is no sound, or no listener, because of this. */
  verdict: 'ok' | 'note' | 'problem';
  says: string;
  /** What to do; with a problem always. */
  fix?: string;
}

const MARKS = { ok: 'ok', note: 'note', problem: 'PROBLEM' } as const;
const TOPIC_WIDTH = 14;
const MARK_WIDTH = 9;

/** The findings as text, a line each, and a line more for what to do. */
export function describeFindings(findings: readonly Finding[]): string {
  return findings
    .flatMap(({ topic, verdict, says, fix }) => [
      `${topic.padEnd(TOPIC_WIDTH)} ${MARKS[verdict].padEnd(MARK_WIDTH)}${says}`,
      ...(fix === undefined ? [] : [`${' '.repeat(TOPIC_WIDTH + 1 + MARK_WIDTH)}→ ${fix}`]),
    ])
    .join('\n');
}
