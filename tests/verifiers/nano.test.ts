import { describe } from 'vitest'
import { resolveConfig } from '../../src/config.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { describeVerifier } from '../conformance/verifier-suite.ts'
import { LINES, linePicture } from '../support/line-pictures.ts'
import { toyInput, ToyVerifier } from '../support/toy-verifier.ts'

describe('conformance', () => {
  describeVerifier('nano', {
    create: () => findVerifier(resolveConfig({ threads: 2 })).load(),
    inputs: LINES.slice(0, 7).map((text) => ({ image: linePicture(text), kind: null })),
  })
  describeVerifier('the toy of the tests', {
    create: () => Promise.resolve(new ToyVerifier()),
    inputs: [1, 2, 3, 40].map(toyInput),
  })
})
