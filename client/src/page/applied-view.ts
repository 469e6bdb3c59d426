/** What was asked for, what is received, and the reason for each difference. */

import type { Applied } from '../../../src/api.js';
import type { PlayerView } from '../core/player.js';
import { texts } from '../texts/texts.js';
import { element, made, write, writeFacts } from './element.js';

export class AppliedView {
  readonly #summary = element('applied', HTMLElement);
  readonly #result = element('result', HTMLElement);
  readonly #facts = element('facts', HTMLElement);
  readonly #notes = element('notes', HTMLElement);
  #shown: Applied | null = null;

  show(view: PlayerView): void {
    const { applied } = view;
    if (applied === this.#shown) return;
    this.#shown = applied;
    this.#result.hidden = applied === null;
    write(this.#summary, applied ? texts().applied(applied, view.asksForStereo) : '');
    if (!applied) return;
    writeFacts(this.#facts, texts().facts(applied, view.asksForStereo));
    const notes = [
      ...ownNotes(view, applied),
      ...applied.notes.map((note): [string, string] => [texts().note(note), note.reason]),
    ];
    this.#notes.hidden = notes.length === 0;
    this.#notes.replaceChildren(
      ...notes.map(([what, reason]) => {
        const item = made('li');
        item.append(made('strong', what), ` ${reason}`);
        return item;
      }),
    );
  }

  /** Writes everything anew in the language that is spoken now. */
  translate(view: PlayerView): void {
    this.#shown = null;
    this.show(view);
  }
}

/** Differences that the server cannot know of: it sees only what was offered. */
function ownNotes({ wishes, codecRefused }: PlayerView, applied: Applied): [string, string][] {
  const notes: [string, string][] = [];
  if (codecRefused && wishes.codec !== 'auto' && wishes.codec !== applied.codec) {
    notes.push(texts().wishCodecRefused(wishes.codec, applied.codec));
  }
  const { bitrate } = wishes;
  if (bitrate !== null && !wishes.lowData) {
    if (applied.codec !== 'opus') notes.push(texts().wishBitrateFixed(bitrate, applied.bitrate));
    else if (applied.bitrate < bitrate) notes.push(texts().wishBitrateLower(bitrate, applied.bitrate));
  }
  if (wishes.stereo && !wishes.lowData && applied.channels === 1) notes.push(texts().wishStereoRefused);
  return notes;
}
