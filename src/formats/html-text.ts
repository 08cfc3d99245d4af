// Text of HTML, where a format or a model mixes it into its output.
import { parseDocument } from 'htmlparser2'
import type { ChildNode, Element } from 'domhandler'

export const parseHtml = (html: string): ChildNode[] => parseDocument(html).children

export const isElement = (node: ChildNode): node is Element => node.type === 'tag'

/** Elements of any of `names`, outermost ones only. */
export const findElements = (nodes: readonly ChildNode[], names: readonly string[]): Element[] =>
  nodes.filter(isElement).flatMap((node) => (names.includes(node.name) ? [node] : findElements(node.children, names)))

/** Text below the nodes, entities decoded; `<br>` is a line break. */
export const textOf = (nodes: readonly ChildNode[]): string => nodes.map((node) =>
  (node.type === 'text' ? node.data : isElement(node) && node.name === 'br' ? '\n' : 'children' in node ? textOf(node.children) : '')).join('')

/** `a &lt; b` -> `a < b`; what is no entity stays. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/gi, (entity) => textOf(parseHtml(entity)))
