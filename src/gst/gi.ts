/** GStreamer's namespaces through node-gtk. Importing this loads the native addon: engine process only. */

import { createRequire } from 'node:module';

// CommonJS on purpose: node-gtk resolves its namespaces when called, which an ESM import cannot name.
const gi = createRequire(import.meta.url)('node-gtk') as typeof import('node-gtk');

export const GLib = gi.require('GLib', '2.0');
gi.require('GObject', '2.0'); // brings the override that unwraps GValues
export const Gst = gi.require('Gst', '1.0');
/** As much of it as is used: an aggregator's own method, to be called on an element that is one. */
export const GstBase = gi.require('GstBase', '1.0') as unknown as {
  Aggregator: { prototype: { updateSegment(this: Element, segment: Segment): void } };
};
export const GstController = gi.require('GstController', '1.0');
export const GstSdp = gi.require('GstSdp', '1.0');
export const GstWebRTC = gi.require('GstWebRTC', '1.0');

export type Bin = import('./types/Gst-1.0.js').Bin;
export type Bus = import('./types/Gst-1.0.js').Bus;
export type GstDevice = import('./types/Gst-1.0.js').Device;
export type Element = import('./types/Gst-1.0.js').Element;
export type Message = import('./types/Gst-1.0.js').Message;
export type Pad = import('./types/Gst-1.0.js').Pad;
export type PadDirection = import('./types/Gst-1.0.js').PadDirection;
export type Pipeline = import('./types/Gst-1.0.js').Pipeline;
export type Segment = import('./types/Gst-1.0.js').Segment;
export type Structure = import('./types/Gst-1.0.js').Structure;

/** References that GObject counts on a native object. */
export function refCount(object: object): number {
  const { System } = gi as unknown as { System: { refCount(object: object): number } };
  return System.refCount(object);
}

/** What a GValue holds; pointers must never be read this way, the process would abort. */
export function unwrap(value: unknown): unknown {
  return (value as { getBoxed(): unknown } | null)?.getBoxed() ?? null;
}
