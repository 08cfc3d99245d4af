"""Text that running text has too little of: figures, addresses, citations, code, table cells."""
import random


def joined(rng, length, make, separators=(' ', ' ', ' ', ', ', ' - ')):
    text = make()
    while len(text) < length:
        text += rng.choice(separators) + make()
    return text


MONTHS = 'January February March April May June July August September October November December'.split()


def figure(rng: random.Random) -> str:
    """One number, sum of money, date, time, share, reference, address or identifier; one in five as other languages write it."""
    if rng.random() < .2:
        return foreign_figure(rng)
    n, year = rng.randint(0, 10 ** rng.randint(1, 7)), rng.randint(1800, 2030)
    name = lambda k: ''.join(rng.choice('abcdefghijklmnopqrstuvwxyz') for _ in range(rng.randint(2, k)))
    cents, month, day = rng.randint(0, 99), rng.choice(MONTHS), rng.randint(1, 31)
    return rng.choice([
        lambda: str(n), lambda: f'{n:,}', lambda: f'{n:,}.{cents:02}', lambda: f'${n:,}.{cents:02}', lambda: f'€ {n}', lambda: f'£{n:,}',
        lambda: f'{n % 100}.{cents}%', lambda: f'{n % 100}%', lambda: f'{n % 10}.{rng.randint(0, 9999):04}', lambda: f'-{n % 1000}.{cents}',
        lambda: f'{day} {month} {year}', lambda: f'{month} {day}, {year}', lambda: f'{month[:3]}. {year}', lambda: f'{day:02}/{n % 12 + 1:02}/{year}',
        lambda: f'{year}-{n % 12 + 1:02}-{day:02}', lambda: f'{day % 24:02}:{cents % 60:02}', lambda: f'{n % 50}–{n % 50 + day}', lambda: f'({year})',
        lambda: f'[{day}]', lambda: f'{n % 20}.{day % 9 + 1}.{cents % 9}', lambda: f'{name(8)}@{name(9)}.{rng.choice(["com", "org", "net", "edu", "de"])}',
        lambda: f'https://www.{name(9)}.{rng.choice(["com", "org", "io"])}/{name(7)}', lambda: f'+{n % 99} {n % 999:03} {day}{cents:02}', lambda: f'{n:x}',
        lambda: f'{name(8).upper()}-{n % 10000}', lambda: f'/{name(5)}/{name(7)}.{name(3)}', lambda: f'{name(6)}_{name(7)}()', lambda: f'{day} × {cents}',
        lambda: f'±{day}.{cents}', lambda: f'≤ {day}', lambda: f'≥ {cents}', lambda: f'{day} °C', lambda: f'{day}½', lambda: f'{cents} µm', lambda: f'{name(6).title()} et al., {year}',
        lambda: f'pp. {day}–{day + cents}', lambda: f'{name(7).title()}™', lambda: f'vol. {day}({cents})', lambda: f'{day}†', lambda: f'No. {n}'])()


OTHER_MONTHS = ('Januar Februar März April Mai Juni Juli August September Oktober November Dezember janvier février mars avril mai juin juillet août '
                'septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio '
                'febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro dezembro').split()


def foreign_figure(rng: random.Random) -> str:
    n, cents, day, year, month = rng.randint(0, 10 ** rng.randint(1, 7)), rng.randint(0, 99), rng.randint(1, 31), rng.randint(1800, 2030), rng.choice(OTHER_MONTHS)
    dotted, spaced = f'{n:,}'.replace(',', '.'), f'{n:,}'.replace(',', ' ')
    return rng.choice([
        lambda: f'{dotted},{cents:02} €', lambda: f'{spaced},{cents:02} €', lambda: f'{dotted},{cents:02}', lambda: f'{n % 100},{cents} %', lambda: f'CHF {dotted}.–',
        lambda: f'{day}. {month} {year}', lambda: f'{day} {month} {year}', lambda: f'{day} de {month} de {year}', lambda: f'{day:02}.{n % 12 + 1:02}.{year}',
        lambda: f'{day % 24}.{cents % 60:02} Uhr', lambda: f'{day % 24} h {cents % 60:02}', lambda: f'Nr. {n}', lambda: f'n° {n}', lambda: f'nº {n}', lambda: f'S. {n % 900} f.',
        lambda: f'§ {n % 300} Abs. {day % 9 + 1}', lambda: f'art. {n % 900}', lambda: f'{day}ª', lambda: f'«{month}»', lambda: f'ca. {n % 1000} km²', lambda: f'1 : {dotted}'])()


NAMES = ('Smith Müller García Rossi Silva Dubois Jones Chen Kowalski Nguyen Schröder Lefèvre Núñez Østergård O’Brien van Dijk Lopes Ferrari Weiß Åström Çelik Ivanov '
         'Brown Tanaka Fernández Bianchi Araújo Moreau Hughes Öztürk').split()
JOURNALS = ('Proc. Natl. Acad. Sci.|J. Chem. Phys.|Nature|Phys. Rev. Lett.|Ann. Math.|The Lancet|IEEE Trans. Inf. Theory|Z. Phys.|Comptes rendus|Lecture Notes in Computer Science|'
            'Am. J. Psychol.|Science').split('|')


def citation(rng: random.Random) -> str:
    name, year, page = lambda: rng.choice(NAMES), rng.randint(1890, 2026), rng.randint(1, 980)
    first = lambda: '. '.join(rng.choice('ABCDEFGHIJKLMNOPRSTVW') for _ in range(rng.randint(1, 2))) + '.'
    volume = rng.randint(1, 300)
    return rng.choice([
        lambda: f'({name()}, {year})', lambda: f'({name()} & {name()}, {year}; {name()} et al., {year - 3})', lambda: f'{name()}, {first()}, {name()}, {first()} ({year})',
        lambda: f'[{page % 90}] {first()} {name()} and {first()} {name()},', lambda: f'{rng.choice(JOURNALS)} {volume}, {page}–{page + 9} ({year}).',
        lambda: f'{rng.choice(JOURNALS)}, vol. {volume}, no. {page % 12 + 1}, pp. {page}–{page + 14}, {year}.', lambda: f'doi:10.{rng.randint(1000, 9999)}/{rng.randint(10 ** 5, 10 ** 7):x}.{year}',
        lambda: f'arXiv:{rng.randint(1001, 2612):04}.{rng.randint(0, 99999):05}', lambda: f'ISBN 978-{rng.randint(0, 9)}-{rng.randint(100, 999)}-{rng.randint(10000, 99999)}-{rng.randint(0, 9)}',
        lambda: f'ibid., p. {page}', lambda: f'[{page % 40}, {page % 40 + 3}–{page % 40 + 7}]', lambda: f'cf. {name()} ({year}, ch. {page % 20 + 1})', lambda: f'{name()}, op. cit., pp. {page} ff.'])()


KEYWORDS = 'if while for return int const let var def class import from static void char struct SELECT FROM WHERE INSERT UPDATE sub my print echo export function'.split()
SIGNS = ['=', '==', '!=', '+=', '->', '=>', '::', '&&', '||', '<', '<=', '>>', '%', '*', '+', '-', '/', '|', ':=', '::=', '...', '.', ',', ';', '?', ':', '~', '^', '\\', '@', '#', '$', '&']


def code(rng: random.Random, length: int) -> str:
    """Something like a line of a program, a configuration or a grammar: runs of signs, identifiers, brackets."""
    letters = 'abcdefghijklmnopqrstuvwxyz'
    name = lambda: ''.join(rng.choice(letters) for _ in range(rng.randint(1, 8)))
    word = lambda: rng.choice([name, lambda: f'{name()}_{name()}', lambda: name() + name().title(), lambda: name().upper(), lambda: f'${name()}', lambda: rng.choice(KEYWORDS),
                               lambda: str(rng.randint(0, 9999)), lambda: f'0x{rng.randint(0, 2 ** 24):x}', lambda: f'"{name()}"', lambda: f"'{name()}'", lambda: f'--{name()}',
                               lambda: f'{name()}()', lambda: f'{name()}[{rng.choice("ijkn01")}]', lambda: f'<{name()}>', lambda: f'({name()}, {name()})', lambda: f'{name()}.{name()}'])()
    text = word()
    while len(text) < length:
        text += rng.choice([' {} ', '{}', ' {}', ' ']).format(rng.choice(SIGNS)) + word()
    return text + rng.choice(['', ';', ' {', ')', '};', ':', ','])


def cell(rng: random.Random) -> str:
    """What stands alone in a table's cell: a figure, a short label, a dash."""
    n = rng.randint(0, 10 ** rng.randint(1, 5))
    return rng.choice([lambda: f'{n}', lambda: f'{n / 100:.2f}', lambda: f'−{n / 10:.1f}'.replace('−', rng.choice('-–')), lambda: f'({n})', lambda: f'{n % 100}.{n % 10}%', lambda: '–', lambda: 'n/a',
                       lambda: f'{n / 1000:.3f}' + rng.choice(['*', '**', '***', '†']), lambda: f'{n % 90} ± {n % 7}', lambda: rng.choice('ABCDEFXYZ'), lambda: f'{n:,}', lambda: 'Yes', lambda: 'No',
                       lambda: f'{n % 40}/{n % 60 + 1}', lambda: f'<{n % 10 / 100:.2f}', lambda: f'p = .{n % 1000:03}', lambda: f'Q{n % 4 + 1} {n % 40 + 1990}', lambda: f'{n % 40 + 1985}–{n % 12 + 10}'])()
