// Any engine that lets the assistant's answer be started for it: the draft is cut into segments, each is decoded plainly
// after the ones before it, all at once, and they are accepted in order while they come out as drafted.
import { textRows } from './character-tokens.ts'
import type { HttpClient } from './http-client.ts'
import { type Protocol, type Question, unrepeatable } from './protocol.ts'
import { chatMessages, type ServedModel } from './served-model.ts'
import { type Written, writeText } from './text-chat.ts'

/** Characters per segment, where a cut is possible: a dozen tokens, so that an error wastes little and prefills stay few. */
const SEGMENT = 64
/** Segments asked for at once: each prefills the prompt, from the cache where the engine has one. */
const AT_ONCE = 16
/** Characters of a token before an engine has said how many it takes; and tokens on top, for a draft that is a little short. */
const CHARACTERS_PER_TOKEN = 3
const SLACK_TOKENS = 4

/**
 * A text may be cut after a letter or digit and before white space: there the tokenizers of language models cut too, so
 * the first part comes back as the tokens that the model itself would have said. Nowhere else is that certain.
 */
const CUT = /(?<=[\p{L}\p{N}])(?=\s)/gu

/** `model` counts in characters. */
export function createAssistantSegments(client: HttpClient, { name, tokenizer, textFields }: ServedModel): Protocol {
  const seen = { characters: 0, tokens: 0 }
  const tokensFor = (characters: number): number =>
    Math.ceil(1.25 * characters / (seen.tokens < 100 ? CHARACTERS_PER_TOKEN : seen.characters / seen.tokens)) + SLACK_TOKENS

  async function write({ reading, signal }: Question, prefix: string, maxTokens: number | null): Promise<Written> {
    const written = await writeText(client, {
      model: name, messages: chatMessages(reading.prompt, reading.image.url, prefix === '' ? null : prefix),
      ...prefix === '' ? {} : { continue_final_message: true, add_generation_prompt: false },
      ...textFields, ...maxTokens === null ? {} : { max_tokens: maxTokens },
    }, { lane: reading.lane, signal })
    seen.characters += written.text.length
    seen.tokens += written.tokens ?? 0
    return written
  }

  /** What the engine writes after `said`, a text of its own; null = it does not take that text back as it was. */
  async function after(question: Question, said: string, wanted: number | null): Promise<Omit<Written, 'tokens'> | null> {
    const cut = said === '' || /^\s/.test(said) ? 0 : lastCut(said)
    const { text, ended } = await write(question, said.slice(0, cut), wanted === null ? null : tokensFor(said.length - cut + wanted))
    // A cut at the token limit may go through a character.
    const whole = said.slice(0, cut) + (ended ? text : text.replace(/\uFFFD+$/, ''))
    return whole.startsWith(said) && (ended || whole.length > said.length) ? { text: whole.slice(said.length), ended } : null
  }

  return {
    name: 'assistant-segments',
    async ask(question) {
      const said = tokenizer.decode(question.prefix)
      const segments = cutDraft(said, tokenizer.decode(question.draft)).slice(0, AT_ONCE)
      const answers = await Promise.all(segments.length === 0 ? [after(question, said, null)]
        : segments.map(({ start, text }) => after(question, said + start, text.length)))
      let [text, ended] = ['', false]
      for (const [i, answer] of answers.entries()) {
        // A segment counts where everything before it came out as drafted.
        if (answer === null || ended || i > 0 && !text.startsWith(segments[i]?.start ?? '')) break
        const longer = (segments[i]?.start ?? '') + answer.text
        if (i > 0 && !longer.startsWith(text) && !text.startsWith(longer)) break
        if (longer.length >= text.length) [text, ended] = [longer, answer.ended]
      }
      if (text !== '' || ended) return { after: 'target', rows: textRows(text, ended) }
      // From the beginning, with nothing put into the engine's mouth.
      const whole = await write(question, '', null)
      if (!whole.text.startsWith(said)) throw unrepeatable()
      return { after: 'target', rows: textRows(whole.text.slice(said.length), whole.ended) }
    },
  }
}

interface Segment {
  /** The draft before it. */
  readonly start: string
  readonly text: string
}

/** Cuts the draft that follows `said` where it may be cut. */
function cutDraft(said: string, draft: string): Segment[] {
  if (draft === '') return []
  const whole = said + draft
  const cuts = [said.length]
  for (const { index } of whole.matchAll(CUT)) if (index >= (cuts.at(-1) ?? 0) + SEGMENT) cuts.push(index)
  return cuts.map((cut, i) => ({ start: whole.slice(said.length, cut), text: whole.slice(cut, cuts[i + 1] ?? whole.length) }))
}

/** The last place at which a text may be cut; 0 = nowhere. */
function lastCut(text: string): number {
  let last = 0
  for (const { index } of text.matchAll(CUT)) last = index
  // Its very end is such a place when white space follows; that is not known, so the word before is written once more.
  return last
}
