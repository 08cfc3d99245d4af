// Words of the sample letter, written for this project. Firm, people and amounts are invented.

export interface Letter {
  readonly letterhead: readonly string[]
  readonly address: readonly string[]
  readonly reference: readonly string[]
  readonly subject: string
  /** Paragraphs, and lists as arrays of lines. */
  readonly body: readonly (string | readonly string[])[]
  readonly closing: readonly string[]
}

export const LETTER: Letter = {
  letterhead: ['Marlow & Pike Joinery', '8 Ropewalk Yard, Brackwater BW4 7QT', 'Telephone 01632 960 417'],
  address: ['Mrs Eleanor Harding', 'Secretary, Saltmarsh Hall Trust', '21 Church Lane', 'Brackwater BW4 2LD'],
  reference: ['Our reference: MP/2291-B', '14 March 2025'],
  subject: 'Quotation for new windows at Saltmarsh Hall',
  body: [
    'Dear Mrs Harding,',
    'Thank you for showing us round the hall on 3 March. We have now measured all eleven windows on the south side and '
      + 'looked at the two that were repaired in 1998. As you feared, the lower rails are soft in most of them, and filling '
      + 'would only put off the work by a winter or two. We would therefore advise you to replace the sashes and to keep the '
      + 'old frames, which are sound and rather better made than anything we could offer in their place.',
    'Our price for the work is made up as follows:',
    [
      '1. Eleven pairs of sashes in oak, glazed: £7,480.00',
      '2. Repairs to frames and sills, with paint: £1,265.50',
      '3. Hire of a scaffold for two weeks: £890.00',
      '4. Removal of old glass and timber: £214.75',
    ],
    'The total is £9,850.25 before tax, or £11,820.30 with tax at 20%. The price holds until 30 June 2025. We ask for '
      + 'a deposit of £2,500 with the order; the balance falls due 28 days after the work is finished.',
    'If we hear from you before the end of April, we could begin on Monday, 2 June, and would expect to be done within '
      + 'nine working days. The hall could stay open in the evenings, since we take out no more than two windows at a time and '
      + 'close every opening before we leave. Please note that the room above the stage has to be cleared by whoever '
      + 'looks after the costumes.',
    'You also asked about draughts. Brush seals can be let into the new sashes while they are still on the bench. This would add '
      + '£38 a window and save, in our experience, about a tenth of the heating.',
    'I enclose a drawing and a sample of the oak. Do telephone me if anything is unclear.',
  ],
  closing: ['Yours sincerely,', 'Arthur Pike', 'Partner'],
}
