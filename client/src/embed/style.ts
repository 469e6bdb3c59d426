/** The embedded player's own style; sites set its colours by these custom properties. */
export const embedStyle = `
:host {
  --earshot-text: #14211f;
  --earshot-text-soft: #51625e;
  --earshot-card: #ffffff;
  --earshot-line: #d9e1df;
  --earshot-accent: #0f766c;
  --earshot-on-accent: #ffffff;
  --earshot-well: #e3e9e8;
  --earshot-meter: #14947f;
  display: block;
  max-width: 28rem;
  color: var(--earshot-text);
  font: 1rem/1.4 system-ui, sans-serif;
}
:host([hidden]), [hidden] { display: none !important; }
@media (prefers-color-scheme: dark) {
  :host {
    --earshot-text: #e8efed;
    --earshot-text-soft: #9db0ac;
    --earshot-card: #161f1e;
    --earshot-line: #293634;
    --earshot-accent: #5bd0bd;
    --earshot-on-accent: #06231f;
    --earshot-well: #25312f;
    --earshot-meter: #36b8a2;
  }
}
.box {
  display: grid;
  gap: 0.5rem;
  padding: 0.9rem;
  border: 1px solid var(--earshot-line);
  border-radius: 1rem;
  background: var(--earshot-card);
}
.top { display: flex; gap: 0.8rem; align-items: center; }
button {
  display: grid;
  flex: none;
  width: 3rem;
  height: 3rem;
  border: 0;
  border-radius: 50%;
  background: var(--earshot-accent);
  color: var(--earshot-on-accent);
  cursor: pointer;
  place-items: center;
}
button:focus-visible { outline: 3px solid var(--earshot-accent); outline-offset: 3px; }
button svg { width: 1.4rem; height: 1.4rem; fill: currentColor; }
.words { display: grid; min-width: 0; }
.source { font-weight: 650; overflow-wrap: anywhere; }
.state, .message { color: var(--earshot-text-soft); font-size: 0.9rem; }
.message { margin: 0; }
.meter { display: grid; grid-template-columns: 1rem 1fr auto 5.2rem; gap: 0.5rem; align-items: center; font-size: 0.85rem; }
.meter-name, .meter-readout { color: var(--earshot-text-soft); }
.meter-readout { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.meter-bars { display: grid; gap: 2px; }
.meter-bar { position: relative; display: block; width: 100%; height: 0.7rem; border-radius: 0.2rem; background: var(--earshot-well); overflow: hidden; }
.meter-server { height: 0.25rem; }
.meter-server.is-unknown { display: none; }
.meter-low { stop-color: var(--earshot-meter); }
.meter-middle { stop-color: #b57206; }
.meter-high { stop-color: #d23c2f; }
.meter-bar > svg { display: block; }
.meter-grid { display: none !important; }
.meter-shade, .meter-cover, .meter-mark { position: absolute; inset: 0; will-change: transform; }
.meter-shade, .meter-cover { background: var(--earshot-well); }
.meter-shade { opacity: 0.65; }
.meter-mark { border-right: 2px solid var(--earshot-text); }
.meter-clip { width: 0.6rem; height: 0.6rem; border-radius: 50%; background: #d23c2f; }
`;
