/** "; did you mean …?" with the known name that was probably meant, or nothing if none is near. */
export function suggestion(name: string, known: readonly string[]): string {
  const found = nearest(name, known);
  return found === undefined ? '' : `; did you mean ${found}?`;
}

function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1.5, name.length / 3);
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** A letter left out costs less than a wrong one: people shorten names. */
const LEFT_OUT = 0.5;

/** Levenshtein's distance from what was written to a known name. */
function editDistance(written: string, known: string): number {
  let row = Array.from({ length: known.length + 1 }, (_, i) => i * LEFT_OUT);
  for (let i = 1; i <= written.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= known.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (written[i - 1] === known[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + LEFT_OUT, substitution));
    }
    row = next;
  }
  return row[known.length] ?? 0;
}
