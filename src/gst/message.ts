import { getProperty } from './elements.js';
import { type Element, Gst, type Message } from './gi.js';

/**
 * Name of the element that a message is from. Read as a property, because node-gtk never frees a text that a
 * method gives away (`getName()`, `getPathString()`): a hundred bytes for each of some hundred messages a second.
 */
export function nameOf(message: Message): string {
  return getProperty<string | null>(message.src, 'name') ?? '';
}

/** Whether a message is from this element or from something in it. */
export function isFrom(message: Message, element: Element): boolean {
  return message.src === (element as unknown) || message.src.hasAsAncestor(element);
}

/** Whether somebody should be told. Such messages are seldom, so that looking at their paths leaks next to nothing. */
export function isTrouble({ type }: Message): boolean {
  return type === Gst.MessageType.ERROR || type === Gst.MessageType.WARNING;
}
