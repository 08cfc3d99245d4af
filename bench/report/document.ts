// The one HTML file of a report: facts at the top, then sections. The policy in it lets no script run and nothing load.
import { html, Html, type Content } from './html.ts'
import { STYLE } from './style.ts'

export interface Section {
  readonly heading: string
  readonly body: Content
}

export interface ReportDocument {
  readonly title: string
  readonly summary: Content
  /** Name and value: command, commit, machine, versions, data. */
  readonly facts: readonly (readonly [string, Content])[]
  readonly sections: readonly Section[]
}

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

export function htmlDocument({ title, summary, facts, sections }: ReportDocument): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body><main>
<h1>${title}</h1>
<p class="soft">${summary}</p>
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${sections.map(
  ({ heading, body }) => html`<section><h2>${heading}</h2>
${body}</section>
`,
)}</main></body></html>
`.text
}
