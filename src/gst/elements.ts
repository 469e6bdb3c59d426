/** The few things that GObject introspection does not type, in one place. */

import type { ElementProperties, PropertyValue } from '../engine/protocol.js';
import { type Bin, type Element, Gst, type Pad, type PadDirection, type Structure, unwrap } from './gi.js';

/** @throws Error when this machine lacks the element */
export function makeElement(factory: string, name: string): Element {
  const element = Gst.ElementFactory.make(factory, name);
  if (!element) throw new Error(`GStreamer has no element "${factory}" here`);
  return element;
}

/** Parses gst-launch text into a bin whose pads we make ourselves. @throws Error with GStreamer's reason */
export function parseBin(launch: string, name: string): Bin {
  // false: automatic ghost pads would catch the unlinked pads of delayed links (decodebin).
  const bin = Gst.parseBinFromDescription(launch, false);
  bin.setName(name);
  return bin;
}

/** Sets properties by value, never as launch text; enumerations and flags by their nicks. */
export function setProperties(bin: Bin, properties: ElementProperties): void {
  for (const [name, values] of Object.entries(properties)) {
    const element = bin.getByName(name);
    if (!element) throw new Error(`the launch text has no element named "${name}"`);
    for (const [property, value] of Object.entries(values)) setProperty(element, property, value);
  }
}

function setProperty(element: Element, property: string, value: PropertyValue): void {
  const camelCase = property.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (!(camelCase in element)) {
    throw new Error(`${element.getName() ?? 'element'} has no property "${property}"`);
  }
  const isText = typeof getProperty<unknown>(element, camelCase) === 'string';
  // GStreamer's deserialiser knows the nicks of enumerations, but would unquote a text in quotes.
  if (isText) assignProperties(element, { [camelCase]: String(value) });
  else Gst.utilSetObjectArg(element, property, String(value));
}

/** A property that is not in the introspection data of its base class. */
export function getProperty<T>(object: object, name: string): T {
  return (object as Record<string, T>)[name] as T;
}

export function assignProperties(object: object, values: Record<string, unknown>): void {
  Object.assign(object, values);
}

/**
 * Has an element post a message when a property changes. On each element, never
 * as one deep watch on the pipeline: `deep-notify` must not recurse, so GObject
 * drops one of two that come from different threads at the same time.
 */
export function watchProperty(element: Element, name: string): void {
  element.addPropertyNotifyWatch(name, true);
}

/** A request pad of a tee or mixer. */
export function requestPad(element: Element, template: string): Pad {
  const pad = element.requestPadSimple(template);
  if (!pad) throw new Error(`${element.getName() ?? 'element'} gives no pad ${template}`);
  return pad;
}

export function staticPad(element: Element, name: string): Pad {
  const pad = element.getStaticPad(name);
  if (!pad) throw new Error(`${element.getName() ?? 'element'} has no pad ${name}`);
  return pad;
}

/** The open end of a launch text. */
export function openPad(bin: Bin, direction: PadDirection): Pad {
  const pad = bin.findUnlinkedPad(direction);
  if (!pad) throw new Error(`${bin.getName() ?? 'the launch text'} has no open end`);
  return pad;
}

/** Makes an inner element's pad the bin's own. */
export function ghostPad(bin: Bin, name: string, target: Pad): Pad {
  const pad = Gst.GhostPad.new(name, target);
  if (!pad || !bin.addPad(pad)) throw new Error(`no ghost pad ${name} on ${bin.getName() ?? 'bin'}`);
  return pad;
}

export function childNamed(bin: Bin, name: string): Element {
  const child = bin.getByName(name);
  if (!child) throw new Error(`no element named "${name}"`);
  return child;
}

/** The elements directly in a bin. */
export function children(bin: Bin): Element[] {
  const proxy = bin as unknown as { getChildrenCount(): number; getChildByIndex(index: number): Element };
  return Array.from({ length: proxy.getChildrenCount() }, (_, index) => proxy.getChildByIndex(index));
}

export function linkPads(from: Pad, to: Pad): void {
  const result = from.link(to);
  if (result !== Gst.PadLinkReturn.OK) throw new Error(`cannot link pads (${String(result)})`);
}

/** Links a pad to a tee. @returns the function that unlinks it again */
export function branchOff(tee: Element, sink: Pad): () => void {
  const pad = requestPad(tee, 'src_%u');
  linkPads(pad, sink);
  return () => {
    pad.unlink(sink);
    tee.releaseRequestPad(pad);
  };
}

/** Takes an element out of a playing pipeline. Locked, so that the pipeline's own state cannot pull it up again. */
export function dispose(parent: Bin, element: Element): void {
  element.setLockedState(true);
  element.setState(Gst.State.NULL);
  parent.remove(element);
}

/**
 * Emits an action signal that takes a promise, and waits for its reply: 0.2–14 ms.
 * Safe because no JavaScript callback exists that the waiting could block.
 * @throws Error with webrtcbin's reason
 */
export function callAction(element: Element, action: string, ...args: unknown[]): Structure | null {
  const promise = Gst.Promise.new();
  (element as unknown as { emit(name: string, ...args: unknown[]): void }).emit(action, ...args, promise);
  if (promise.wait() !== Gst.PromiseResult.REPLIED) throw new Error(`${action} was given up`);
  const reply = promise.getReply();
  const error = reply && (unwrap(reply.getValue('error')) as { message: string } | null);
  if (error) throw new Error(`${action}: ${error.message}`);
  return reply;
}
