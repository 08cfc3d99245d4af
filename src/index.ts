// The public interface of specparse.
export { type CallOptions, createParser, parseDocument, type Parser, type ParserOptions, type Progress, streamDocument } from './parser.ts'
export type { InputSource } from './input/read-source.ts'
export type { Options } from './config.ts'
export { ERROR_CODES, type ErrorCode, SpecparseError } from './errors.ts'
export { documentSchema, SCHEMA_VERSION } from './model/document.ts'
export type { Acceptance, Block, Comparison, DecodeStats, Failure, ParsedDocument, ParsedPage, Provenance, Stats } from './model/document.ts'
export type { Box } from './model/box.ts'
export type { Line, Word } from './model/line.ts'
export type { Page, Ruling, TextItem } from './model/page.ts'
export type { Raster } from './model/raster.ts'
export type { Region, RegionKind, TableCell, TableGrid } from './model/region.ts'
export { EMPTY_TREE, isLinear, linearTree, type TokenTree } from './model/tokens.ts'
export type { OutputFormat, WrittenBlock, WrittenPage } from './seams/output-format.ts'
export type { DraftSource } from './seams/draft-source.ts'
export type { RegionProposer } from './seams/region-proposer.ts'
export type {
  Capabilities, CostModel, ForwardSize, ModelProfile, Sequence, Tokenizer, Trust, Verdict, Verifier, VerifyInput, VerifyStep,
} from './seams/verifier.ts'
