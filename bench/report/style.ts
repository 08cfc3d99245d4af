// How a report looks: one column of text, light, nothing loaded from anywhere.

export const STYLE = `
:root { color-scheme: light; --ink: #1f2328; --soft: #59636e; --line: #d8dee4; --tint: #f6f8fa; --accent: #3b5bdb; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
  "DejaVu Sans", sans-serif; }
main { max-width: 1280px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 26px; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 44px 0 8px; padding-bottom: 6px; border-bottom: 1px solid var(--line); }
h3 { font-size: 15px; margin: 22px 0 6px; }
p { margin: 6px 0 12px; max-width: 80ch; }
.soft { color: var(--soft); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
code { background: var(--tint); padding: 1px 5px; border-radius: 4px; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 14px 0; font-size: 13.5px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 8px 0 16px; }
table { border-collapse: collapse; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 14px 5px 0; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-weight: 500; vertical-align: bottom; max-width: 13em; }
th:first-child { text-align: left; font-weight: 500; padding-right: 24px; }
tbody th { white-space: nowrap; }
td:nth-child(2):last-child { text-align: left; }
tbody tr:hover { background: var(--tint); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 540px), 1fr)); gap: 28px 40px; margin: 18px 0; }
.plots > figure { margin: 0; min-width: 0; }
figcaption { color: var(--soft); font-size: 13px; margin-top: 4px; max-width: 72ch; }
.plots h3 { margin: 0 0 6px; }
.plots figure figure { margin: 0; }
.plots [class*="swatches"] { font-size: 12px; }
article { margin: 26px 0 40px; }
article h3 { overflow-wrap: anywhere; }
.sides { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 16px; align-items: start; }
.sides h4 { margin: 0 0 6px; font-size: 13px; color: var(--soft); font-weight: 500; }
.sides img { width: 100%; border: 1px solid var(--line); display: block; }
.sides pre { margin: 0; padding: 10px 12px; background: var(--tint); border: 1px solid var(--line);
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 640px;
  overflow-y: auto; font-size: 11.5px; line-height: 1.45; }
@media (max-width: 900px) { .sides { grid-template-columns: 1fr; } }
@media print { .sides pre { max-height: none; } main { max-width: none; } }
`
