/** The ladder from the computer to the ear, with the first broken rung as the answer. */

import { climb, type Facts, firstBroken, type Rung } from '../core/diagnosis.js';
import { texts } from '../texts/texts.js';
import { element, made, write } from './element.js';

export class DiagnosisView {
  readonly #panel = element('why', HTMLDetailsElement);
  readonly #summary = element('why-value', HTMLElement);
  readonly #verdict = element('verdict', HTMLElement);
  readonly #ladder = element('ladder', HTMLElement);
  #looking: Promise<Rung[]> | null = null;
  #isAskedAgain = false;
  #rungs: Rung[] = [];

  constructor(private readonly look: () => Promise<Facts>) {
    element('check', HTMLButtonElement).addEventListener('click', () => this.#ask());
    this.#panel.addEventListener('toggle', () => {
      if (this.#panel.open) void this.run();
    });
  }

  /** Of the last run; a run under way is joined. */
  run(): Promise<Rung[]> {
    this.#looking ??= this.#run().finally(() => (this.#looking = null));
    return this.#looking;
  }

  /** What the last run found; empty where all was fine or nobody has looked. */
  get reason(): string {
    const broken = firstBroken(this.#rungs);
    return broken ? texts().finding(broken.finding) : '';
  }

  /** Forgets what was found: it is heard again. */
  forget(): void {
    if (this.#panel.open) return;
    this.#rungs = [];
    this.#show();
  }

  /** Writes everything anew in the language that is spoken now. */
  translate(): void {
    this.#show();
  }

  /** Who asks means what is so now: a run under way may already have passed that. */
  #ask(): void {
    if (this.#looking) this.#isAskedAgain = true;
    else void this.run();
  }

  async #run(): Promise<Rung[]> {
    // The button stays enabled: a disabled one would drop the keyboard's focus.
    this.#ladder.ariaBusy = 'true';
    try {
      do {
        this.#isAskedAgain = false;
        write(this.#verdict, texts().checking);
        this.#rungs = climb(await this.look());
        this.#show();
      } while (this.#isAskedAgain);
    } finally {
      this.#ladder.ariaBusy = 'false';
    }
    return this.#rungs;
  }

  #show(): void {
    const broken = firstBroken(this.#rungs);
    const verdict = broken ? texts().finding(broken.finding) : this.#rungs.length > 0 ? texts().allFine : '';
    write(this.#verdict, verdict);
    this.#verdict.dataset.finding = broken?.finding ?? '';
    write(this.#summary, broken ? `✕ ${texts().rung(broken.name)}` : '');
    this.#panel.classList.toggle('is-broken', broken !== null);
    this.#ladder.replaceChildren(...this.#rungs.map((rung) => this.#item(rung, broken)));
  }

  #item(rung: Rung, broken: Rung | null): HTMLElement {
    const item = made('li');
    const isAbove = broken !== null && this.#rungs.indexOf(rung) > this.#rungs.indexOf(broken);
    // What lies behind the broken rung says nothing: it could not be fine.
    const state = isAbove && rung.state === 'broken' ? 'unknown' : rung.state;
    item.dataset.rung = rung.name;
    item.dataset.state = state;
    item.append(made('span', texts().rung(rung.name), 'rung-name'), ' ');
    item.append(made('span', texts().rungState[state], 'rung-state'));
    if (rung === broken && rung.detail !== '') item.append(made('p', rung.detail, 'hint'));
    return item;
  }
}
