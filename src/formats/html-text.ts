// Text of HTML, where a format or a model mixes it into its output.
import { parseDocument } from 'htmlparser2'
import type { ChildNode, Element } from 'domhandler'

export const parseHtml = (html: string): ChildNode[] => parseDocument(html).children

export const isElement = (node: ChildNode): node is Element => node.type === 'tag'

/** Elements of any of `names`, outermost ones only, in document order. Not recursive: outputs nest as deep as they like. */
export function findElements(nodes: readonly ChildNode[], names: readonly string[]): Element[] {
  const found: Element[] = []
  const open = [...nodes].reverse()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isElement(node)) continue
    if (names.includes(node.name)) found.push(node)
    else for (const child of node.children.toReversed()) open.push(child)
  }
  return found
}

/** Text below the nodes, entities decoded; `<br>` is a line break. What is inside elements named in `except` is left out. */
export function textOf(nodes: readonly ChildNode[], except: readonly string[] = []): string {
  let text = ''
  const open = [...nodes].reverse()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'text') text += node.data
    else if (isElement(node) && node.name === 'br') text += '\n'
    else if ('children' in node && !(isElement(node) && except.includes(node.name))) for (const child of node.children.toReversed()) open.push(child)
  }
  return text
}

/** `a &lt; b` -> `a < b`; what is no entity stays. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/gi, (entity) => textOf(parseHtml(entity)))
