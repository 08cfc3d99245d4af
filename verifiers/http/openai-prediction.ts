// Predicted outputs (OpenAI, Fireworks): the whole draft goes along with the question, the engine speculates by itself and
// answers with the plain output. One request reads a whole sequence; on an engine without the feature it is plain decoding.
import { SpecparseError } from '../../src/errors.ts'
import { textRows } from './character-tokens.ts'
import type { HttpClient } from './http-client.ts'
import { type Protocol, unrepeatable } from './protocol.ts'
import { chatMessages, commonLength, type ServedModel } from './served-model.ts'
import { writeText } from './text-chat.ts'

/** `model` counts in characters. */
export function createOpenAiPrediction(client: HttpClient, { name, tokenizer, textFields }: ServedModel): Protocol {
  return {
    name: 'openai-prediction',
    async ask({ reading, prefix, draft, signal }) {
      const content = tokenizer.decode([...prefix, ...draft])
      // No token limit is sent: OpenAI refuses max_completion_tokens beside a prediction.
      const { text, ended } = await writeText(client, {
        model: name, messages: chatMessages(reading.prompt, reading.image.url, null),
        ...textFields, ...reading.penalties,
        // OpenAI takes no penalties beside a prediction either; a model that needs them is decoded plainly.
        ...content === '' || Object.keys(reading.penalties).length > 0 ? {} : { prediction: { type: 'content', content } },
      }, { lane: reading.lane, signal })
      if (!ended) throw new SpecparseError('VERIFIER_FAILED', 'the server cut the output at its own token limit')
      const rows = textRows(text, true)
      if (commonLength(rows.map(({ ids }) => ids[0]), prefix) < prefix.length) {
        throw unrepeatable()
      }
      return { after: 'target', rows: rows.slice(prefix.length) }
    },
  }
}
