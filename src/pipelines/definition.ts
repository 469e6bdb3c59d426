/** What a pipeline file says, after it was read and checked. */

import type { CodecSpec, PropertyValue, SourceSpec } from '../engine/protocol.js';

/** As Node's `process.platform` calls them. */
export const platforms = ['linux', 'win32'] as const;
export type Platform = (typeof platforms)[number];

export const sourceKinds = ['system', 'microphone', 'application', 'test', 'file', 'network'] as const;

export const parameterTypes = ['string', 'number', 'integer', 'boolean'] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** A value that a user may choose; it is set as a property of a named element, never spliced into launch text. */
export interface Parameter {
  element: string;
  property: string;
  type: ParameterType;
  default: PropertyValue;
  description: string;
  minimum?: number;
  maximum?: number;
  /** Nothing else is allowed, but for an empty text as the default. */
  enum?: readonly PropertyValue[];
}

export interface SourceDefinition {
  /** File name up to its first dot. */
  name: string;
  title: string;
  description: string;
  kind: SourceSpec['kind'];
  platforms: readonly Platform[];
  /** gst-launch text that ends in raw audio. */
  launch: string;
  parameters: Record<string, Parameter>;
  /** Elements it cannot do without. */
  requires: string[];
}

/** A part of the processing chain between source and encoders. */
export interface FilterDefinition {
  /** File name up to its first dot. */
  name: string;
  title: string;
  description: string;
  /** gst-launch text from raw audio of 2 channels at 48 kHz to the same. */
  launch: string;
  parameters: Record<string, Parameter>;
  requires: string[];
  /** Place in the chain, lowest first; those of the same place by name. */
  order: number;
}

export interface CodecDefinition extends CodecSpec {
  title: string;
}
