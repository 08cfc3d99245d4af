// Words of the sample paper, written for this project. The club, the harbour and every figure are invented.

export type PaperBlock =
  | { readonly kind: 'heading' | 'subheading' | 'text' | 'footnote'; readonly text: string }
  | { readonly kind: 'bullets' | 'numbers'; readonly items: readonly string[] }
  | { readonly kind: 'figure'; readonly caption: string }
  | { readonly kind: 'table'; readonly caption: string; readonly rows: readonly (readonly string[])[] }

export const RUNNING_HEADER = 'Notes of the Brackwater Harbour Society'
export const TITLE = 'Reading the Tide with a Garden Hose: A Gauge for Small Harbours'
export const AUTHORS = 'Imogen Vale and Tobias Crane'
export const PLACE = 'Brackwater Harbour Society, Old Custom House'
export const ABSTRACT = 'Abstract. Small harbours seldom have a tide gauge of their own. We describe one that a club can build in a '
  + 'weekend '
  + 'from a length of garden hose, a pressure sensor and a second-hand telephone. Over eleven weeks it stayed within four centimetres '
  + 'of readings taken by eye from the quay, and it went on working through two gales. We report what it cost, where it went wrong, '
  + 'and how often somebody had to climb down a ladder to put it right.'

export const BODY: readonly PaperBlock[] = [
  { kind: 'heading', text: '1 Introduction' },
  { kind: 'text', text: 'Brackwater is a drying harbour. For three hours on either side of low water its entrance is a ribbon of mud, '
    + 'and a boat that '
    + 'comes in late stays outside until the next tide. The printed tables are made for a port twelve miles along the coast, and every '
    + 'skipper keeps a private correction in the back of a notebook. The corrections do not agree.' },
  { kind: 'text', text: 'The society asked whether a gauge of its own would settle the matter. Commercial instruments were out of '
    + 'reach, and so were '
    + 'the cables, masts and contracts that come with them. What we had was a quay wall, a locked shed with a socket, and members who '
    + 'like to mend things. The gauge described here is the result of that question and of those means.' },
  { kind: 'text', text: 'We are not the first to think of it. Lighthouse keepers measured the sea through pipes long before there '
    + 'were sensors, and '
    + 'water boards still do. What is new, if anything is, is that nobody had to be paid.' },
  { kind: 'heading', text: '2 How the gauge works' },
  { kind: 'text', text: 'A hose that is open at its lower end and closed at its upper end holds a column of air. As the water rises, '
    + 'the air is squeezed, '
    + 'and its pressure tells the height of the water above the open end. Nothing that is electric ever gets wet. The sensor sits in the '
    + 'shed, dry and within reach, and the only part in the sea is a hose that can be bought in any market town.' },
  { kind: 'subheading', text: '2.1 Parts' },
  { kind: 'text', text: 'The parts fit into one shopping basket:' },
  { kind: 'bullets', items: [
    'fourteen metres of reinforced garden hose, black, so that nothing grows inside it;',
    'a pressure sensor with a range of one third of an atmosphere;',
    'a telephone with a cracked screen, which reads the sensor and sends a message every ten minutes; and',
    'a lead weight, to keep the open end where it belongs.',
  ] },
  { kind: 'subheading', text: '2.2 Setting up' },
  { kind: 'text', text: 'Two people can set up the gauge between one low water and the next, in this order:' },
  { kind: 'numbers', items: [
    'Fix the weight to the open end and lower it to the foot of the quay ladder.',
    'Lead the hose up the wall and clip it every half metre.',
    'Close the upper end with the sensor and wait for an hour, so that leaks have time to show.',
    'Read the painted scale on the wall by eye at four different heights, and write down what the sensor says at each.',
  ] },
  { kind: 'text', text: 'The four readings give a straight line, and the line turns pressure into metres. We repeated the exercise in '
    + 'the sixth week and '
    + 'found that the line had moved by less than the thickness of the paint.' },
  { kind: 'figure', caption: 'Figure 1: Height of the water over one day, as the gauge drew it (line) and as it was read by eye (dots).' },
  { kind: 'heading', text: '3 What it cost' },
  { kind: 'text', text: 'The sensor was the dearest part at nineteen pounds. The hose came to twelve, the clips and the weight to '
    + 'six, and the telephone '
    + 'to nothing, since three members offered theirs. Messages cost four pounds a month until the harbour office let us use its network. '
    + 'We spent two weekends on the first gauge, most of them on finding out what does not work, and one morning on the second.' },
  { kind: 'text', text: 'Running costs are harder to name. A gauge on a public quay needs somebody who notices when it falls silent. '
    + 'We keep a rota of '
    + 'six people, each of whom looks at the readings once a day for a week and signs the book in the shed.' },
  { kind: 'heading', text: '4 Results' },
  { kind: 'text', text: 'The gauge ran from the first of March to the middle of May. In that time it should have sent 11,088 readings '
    + 'and did send 10,871. '
    + 'Most of the missing ones belong to a single night on which the shed lost its supply. Figure 1 shows an ordinary day, and Table 1 '
    + 'compares the gauge with 212 readings by eye, taken by nine members who did not know what the gauge had said.' },
  { kind: 'table', caption: 'Table 1: Gauge against readings by eye, in centimetres.', rows: [
    ['Weather', 'Readings', 'Mean error', 'Largest error'],
    ['Calm', '96', '0.8', '2.1'],
    ['Fresh breeze', '71', '1.6', '3.4'],
    ['Strong wind', '33', '2.7', '5.9'],
    ['Gale', '12', '3.9', '8.2'],
  ] },
  { kind: 'text', text: 'In calm weather the difference is about what two people with good eyesight would disagree by. In a gale the '
    + 'surface moves through '
    + 'half a metre in a few seconds, and it is no longer clear what a reading by eye means.* The gauge is then steadier than its judges, '
    + 'because the narrow hose lets the water inside it follow only slowly.' },
  { kind: 'heading', text: '5 What went wrong' },
  { kind: 'text', text: 'Three faults account for every visit to the ladder. A clip worked loose in the second week and let the hose '
    + 'chafe against the wall. '
    + 'A crab moved into the open end and stayed for nine days, during which low water appeared to come early. And in April a helpful '
    + 'visitor coiled the hose and hung it on its hook.' },
  { kind: 'text', text: 'The first fault was cured with a better clip and the second with a piece of net. For the third we have put '
    + 'up a notice.' },
  { kind: 'heading', text: '6 Advice to others' },
  { kind: 'text', text: 'Clubs that think of building a gauge may find the following points useful:' },
  { kind: 'bullets', items: [
    'Choose a black hose. In a clear one weeds grow within a fortnight, and they hold the air back.',
    'Put the open end below the lowest tide of the year, not of the month in which you happen to build.',
    'Let the readings be seen. Ours are on a screen in the window of the shed, and most faults were reported by people who were '
      + 'waiting for the ferry.',
    'Write down who holds the key.',
  ] },
  { kind: 'text', text: 'We also advise against false precision. Our screen shows whole centimetres, because a tenth of a centimetre '
    + 'invites questions '
    + 'that a garden hose cannot answer. When the sea is rough the screen says so, and shows a range in place of a number.' },
  { kind: 'text', text: 'Two neighbouring harbours have since built gauges from our drawings. One of them stands in a river, where '
    + 'the water is fresh for '
    + 'part of each tide and salt for the rest. Since salt water is heavier, the same height presses harder, and the gauge reads up to '
    + 'three per cent too high on the flood. A second sensor for salt would cure this, but the club has decided that it likes to be '
    + 'warned a little early.' },
  { kind: 'heading', text: '7 Conclusion' },
  { kind: 'text', text: 'For the price of a modest supper the harbour now has tide times of its own. High water comes nine minutes '
    + 'after the printed tables '
    + 'say, not the twenty that most of us believed, and the mud is passable for a quarter of an hour longer than anyone had dared to try. '
    + 'The drawings, the list of parts and all readings hang in the shed for any club that wishes to copy them.' },
]

export const FOOTNOTE = '* Readings in gales were taken from the steps of the custom house, with one hand on the rail.'
