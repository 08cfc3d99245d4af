// Tree-edit-distance similarity of tables: 1 = same structure and text, 0 = nothing in common, or no table.
// Source: X. Zhong et al., "Image-based table recognition: data, model, and evaluation" (PubTabNet), 2020, and its scorer.
import { parseDocument } from 'htmlparser2'
import type { ChildNode, Element } from 'domhandler'
import { distance } from 'fastest-levenshtein'
import { treeDistance, type OrderedTree } from './tree-distance.ts'

interface Cell {
  /** Tag and spans; two cells of different spans are different cells. */
  readonly key: string
  /** Characters and tags in the cell, one UTF-16 unit each; empty for everything but <td>. */
  readonly content: string
}

export interface TedsScores {
  readonly teds: number
  /** The same without the text of the cells. */
  readonly structure: number
}

/**
 * Both similarities of two HTML tables. Only <td> cells carry text (the callers' normalization renames <th>); spans that
 * are no whole numbers, or tags nested thousands deep, make a table unreadable, which scores 0 as in the reference.
 */
export function tedsScores(prediction: string, truth: string): TedsScores {
  try {
    return compareTables(prediction, truth)
  } catch (error) {
    if (error instanceof RangeError) return { teds: 0, structure: 0 }
    throw error
  }
}

function compareTables(prediction: string, truth: string): TedsScores {
  const a = findTable(prediction)
  const b = findTable(truth)
  if (a === null || b === null) return { teds: 0, structure: 0 }
  const codes = new Map<string, string>()
  const x = tableTree(a, codes)
  const y = tableTree(b, codes)
  const nodes = Math.max(countElements(a), countElements(b))
  if (x === null || y === null || nodes === 0) return { teds: 0, structure: 0 }
  return {
    teds: 1 - treeDistance(x, y, renameCost) / nodes,
    structure: 1 - treeDistance(x, y, (p, q) => (p.key === q.key ? 0 : 1)) / nodes,
  }
}

function renameCost(a: Cell, b: Cell): number {
  if (a.key !== b.key) return 1
  if (a.content === b.content) return 0
  return distance(a.content, b.content) / Math.max(a.content.length, b.content.length)
}

const isElement = (node: ChildNode): node is Element => node.type === 'tag' || node.type === 'script' || node.type === 'style'

/** The table that stands directly in the body, or at the top of a fragment. */
function findTable(html: string): Element | null {
  let nodes: ChildNode[] = parseDocument(html).children
  for (const name of ['html', 'body']) {
    const wrapper = nodes.filter(isElement).find((node) => node.name === name)
    if (wrapper !== undefined) nodes = wrapper.children
  }
  return nodes.filter(isElement).find((node) => node.name === 'table') ?? null
}

function countElements(element: Element): number {
  return element.children.filter(isElement).reduce((sum, child) => sum + 1 + countElements(child), 0)
}

function tableTree(element: Element, codes: Map<string, string>): OrderedTree<Cell> | null {
  if (element.name === 'td') {
    const columns = span(element.attribs['colspan'])
    const rows = span(element.attribs['rowspan'])
    if (columns === null || rows === null) return null
    return { label: { key: `td ${columns} ${rows}`, content: tokens(element.children, codes) }, children: [] }
  }
  const children = element.children.filter(isElement).map((child) => tableTree(child, codes))
  if (children.some((child) => child === null)) return null
  return { label: { key: element.name, content: '' }, children: children as OrderedTree<Cell>[] }
}

function span(value: string | undefined): number | null {
  if (value === undefined) return 1
  return /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : null
}

const PRIVATE_USE = 0xe000

/** Characters and tags of a cell, each as one UTF-16 unit; tags and rare characters get a code of the private use area. */
function tokens(nodes: readonly ChildNode[], codes: Map<string, string>): string {
  const code = (token: string): string => {
    if (token.length === 1 && !(token >= '\ud800' && token <= '\uf8ff')) return token
    const known = codes.get(token) ?? String.fromCharCode(PRIVATE_USE + codes.size)
    codes.set(token, known)
    return known
  }
  return nodes.map((node) => {
    if (node.type === 'text') return Array.from(node.data, code).join('')
    if (!isElement(node)) return ''
    return code(`<${node.name}>`) + tokens(node.children, codes) + (node.name === 'unk' ? '' : code(`</${node.name}>`))
  }).join('')
}
