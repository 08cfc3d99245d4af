// The pages a method did worst on: picture, prediction and ground truth side by side.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OmniDocBenchSet } from '../data/omnidocbench-folder.ts'
import { imageName, pageStem, type TruthBlock, type TruthPage } from '../data/omnidocbench.ts'
import { overallScore } from '../metrics/omnidocbench.ts'
import { html, type Html } from './html.ts'
import type { MethodReport } from './method-report.ts'
import { pictureUri } from './picture.ts'
import { figure } from './table.ts'

/** Pages shown; each adds some 60 kB. */
const SHOWN = 8
/** Characters of one text shown; the rest is in the run's folder. */
const LONGEST_TEXT = 12_000

export async function worstPages({ result, folder }: MethodReport, set: OmniDocBenchSet): Promise<Html> {
  const worst = result.pages
    .flatMap((score) => {
      const overall = overallScore(score)
      return overall === null ? [] : [{ score, overall }]
    })
    .sort((a, b) => a.overall - b.overall)
    .slice(0, SHOWN)
  const truths = new Map(set.pages.map((page) => [imageName(page), page]))
  const articles = await Promise.all(
    worst.map(async ({ score, overall }) => {
      const truth = truths.get(score.page)
      if (truth === undefined) return null
      const failure = result.failed.find(({ page }) => page === score.page)
      const prediction = await readFile(join(folder, `${pageStem(truth)}.md`), 'utf8').catch(() => null)
      const predicted = failure === undefined ? shorten(prediction ?? '(nothing was written)') : '(none: the page failed)'
    const picture = await pictureUri(set.image(truth))
      return html`<article><h3>${score.page}</h3>
<p class="soft">overall ${figure(overall, 1)} · text edit ${figure(score.textEdit)} · formula edit ${figure(score.formulaEdit)} ·
table TEDS ${figure(score.tableTeds)} · reading order edit ${figure(score.readingOrderEdit)} · ${figure(score.seconds, 1)} s
${failure === undefined ? null : html` · <strong>failed: ${failure.message}</strong>`}</p>
<div class="sides">
<div><h4>page</h4>${picture === null ? html`<p>the picture could not be read</p>` : html`<img alt="the page" src="${picture}">`}</div>
<div><h4>prediction</h4><pre>${predicted}</pre></div>
<div><h4>ground truth</h4><pre>${shorten(truthText(truth))}</pre></div>
</div></article>
`
    }),
  )
  return html`${articles}`
}

/** The page's blocks in reading order, as the annotators wrote them. */
export function truthText(page: TruthPage): string {
  const content = (block: TruthBlock): string | null => block.html ?? block.latex ?? block.text ?? null
  return page.layout_dets
    .filter((block) => typeof block.order === 'number')
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap((block) => content(block) ?? [])
    .join('\n\n')
}

function shorten(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}\n… ${text.length - LONGEST_TEXT} more characters`
}
