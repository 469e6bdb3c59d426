/** Which language the page speaks. */

const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

let current: Language = 'en';

export function language(): Language {
  return current;
}

export function speak(language: Language): void {
  current = language;
}

/** @param preferred the browser's languages, best first, such as `de-AT` */
export function chooseLanguage(chosen: Language | null, preferred: readonly string[]): Language {
  if (chosen) return chosen;
  const known = preferred.map((tag) => tag.toLowerCase().split('-', 1)[0]);
  return known.map((tag) => languages.find((each) => each === tag)).find((each) => each) ?? 'en';
}
