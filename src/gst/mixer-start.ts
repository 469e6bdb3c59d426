import { type Element, Gst, GstBase } from './gi.js';

/** GST_CLOCK_TIME_NONE. */
const UNSET = 0xffff_ffff_ffff_ffffn;

/**
 * Has a mixer's output begin at running time 0, once and for all. Left to itself, GstAggregator with
 * `start-time-selection=zero` goes back to 0 when its first input arrives, and after a late one (a busy machine,
 * when the first buffer takes longer than `min-upstream-latency`) encoders then fail with "buffer going too far
 * back in time". A segment that is given to it ends that selection (gst_aggregator_update_segment, GStreamer 1.18).
 * To be called before the mixer leaves the state NULL.
 */
export function startAtZero(mixer: Element): void {
  const segment = new Gst.Segment();
  segment.init(Gst.Format.TIME);
  segment.position = UNSET;
  GstBase.Aggregator.prototype.updateSegment.call(mixer, segment);
}
