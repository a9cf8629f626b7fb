"""The table that `make bench` prints: what was measured, and the targets of the design beside it."""

import itertools

from tests.bench import growth, measures, pages, paint, pgbench, server, wrk
from tests.bench.boards import Ground, prepare, team
from tests.bench.database import freshen

SIZES = (100, 1_000, 5_000)
CLIENTS = 8


def report(url: str) -> None:
    people, tokens = team()
    sized = {size: prepare(f"B{size}", size, people, tokens) for size in SIZES}
    own = [prepare(f"OWN{number}", 100, people, tokens) for number in range(CLIENTS)]
    racing = prepare("RACE", 100, people, tokens)
    freshen()
    clients = "wrk" if wrk.is_here() else "threads in a process of its own, for want of wrk"
    print(f"The best of {measures.TRIES} tries, {measures.SECONDS} s each. Clients: {clients}.\n")
    line("through HTTP, by the API and the page", "Sluice", "target")
    with server.running(url) as ports:
        alone = _one_user(ports.web, sized)
        apart, together = _eight_users(ports.web, own, sized[100])
        _never(ports.web, racing, own[0])
        _pages(ports.web, sized)
        growth.report(ports.web, people, tokens)
        _painted(url, ports, own[3])
    verb = measures.one_user_without_http(own[1])
    line("without HTTP: the verb, p50, 100 cards", f"{verb.p50:.1f} ms", "")
    if pgbench.program() is None:
        print("\nThere is no pgbench here: no ratios to what the database alone would allow.")
    else:
        _beside_pgbench(url, own, sized[100], (alone, apart, together))


def _one_user(port: int, sized: dict[int, Ground]) -> float:
    """The p50 by the API at 100 cards, in milliseconds."""
    paces = {
        size: measures.one_user(
            port, measures.moves_to_and_fro(ground, ground.cards_in("Build")[:20])
        )
        for size, ground in sized.items()
    }
    for size, pace in paces.items():
        target = "<= 8 ms" if size == SIZES[0] else ""
        line(f"a move, one user, p50, {size:,} cards", ms(pace), target)
    ratio = paces[5_000].p50 / paces[100].p50
    line("a move at 5,000 cards against 100", f"{ratio:.2f}x", "<= 1.2x")
    drops = measures.drops_to_and_fro(sized[100], sized[100].cards_in("Build")[:20])
    page = measures.one_user(port, drops)
    line("a drop on the board's page, 100 cards", ms(page), "<= 8 ms")
    return paces[100].p50


def _eight_users(port: int, own: list[Ground], one: Ground) -> tuple[float, float]:
    """Moves a second: on own boards, on one board."""
    plans = [
        measures.moves_to_and_fro(ground, ground.cards_in("Build")[:10], number)
        for number, ground in enumerate(own)
    ]
    apart = measures.many_users(port, plans)
    line("moves/s, 8 clients, own boards", f"{apart:.0f}", ">= 300")
    cards = one.cards_in("Build")
    plans = [
        measures.moves_to_and_fro(one, cards[number::CLIENTS], number) for number in range(CLIENTS)
    ]
    together = measures.many_users(port, plans)
    line("moves/s, 8 clients, one board", f"{together:.0f}", ">= 200")
    return apart, together


def _pages(port: int, sized: dict[int, Ground]) -> None:
    print()
    few, many = sized[100], sized[1_000]
    session = measures.session_of(few.people[1])
    path = pages.address(few, shown=100)
    told = pages.warm(port, path, session)
    line("the board's page, p50, 100 cards shown", ms(told), "<= 12 ms")
    path = pages.address(many, shown=1_000)
    size, cards = pages.size(port, path, session)
    told = pages.cold(port, path, session)
    line(f"the board's page, p50, {cards:,} cards, cold", f"{told:.1f} ms", "<= 120 ms")
    told = pages.warm(port, path, session)
    line(f"the board's page, p50, {cards:,} cards, warm", ms(told), "<= 50 ms")
    line("its size", f"{size / 1000:,.0f} kB", "<= 900 kB")
    told = pages.unchanged(port, few, session)
    line("an unchanged board: version, ETag, 304, p50", ms(told), "<= 2 ms")


def _painted(url: str, ports: server.Ports, ground: Ground) -> None:
    print()
    if paint.CHROMIUM is None:
        print("There is no Chromium here: nothing is painted.")
        return
    with server.streaming(url, ports), paint.a_page(ports, ground) as page:
        for number in paint.LISTENERS:
            told = paint.commit_to_paint(ports, page, ground, number)
            name = f"commit to paint, p95, {number} listening"
            pace = told.pace
            line(name, f"{pace.p95:.0f} ms, p50 {pace.p50:.0f}" if pace else "never", "<= 300 ms")
            if told.painted < paint.MOVES or told.lost:
                print(f"  {told.painted} of {paint.MOVES} painted, {told.lost} listeners lost")
            if told.fetched:
                print(f"  the others fetched {told.fetched} times, p50 {told.fetch_p50:.0f} ms")


def ms(pace: measures.Pace) -> str:
    return f"{pace.p50:.1f} ms, p95 {pace.p95:.1f}"


def _never(port: int, racing: Ground, pair: Ground) -> None:
    got_in = measures.race(port, racing)
    numbers = ", ".join(map(str, sorted(set(got_in))))
    line("20 clients pull at limit 3: get in", f"{numbers} in {len(got_in)} races", "3, always")
    lost = measures.lost_moves(port, pair)
    line("acknowledged moves lost, two users at once", f"{lost} in {measures.PAIRS} trials", "0")


def _beside_pgbench(
    url: str, own: list[Ground], one: Ground, sluice: tuple[float, float, float]
) -> None:
    ground, (alone, apart, together) = own[2], sluice
    card, review = ground.cards_in("Build")[0], ground.board.columns.get(name="Review")
    goals = itertools.cycle([review, ground.board.columns.get(name="Build")])
    sent = pgbench.statements(lambda: card.move_to(next(goals), by=ground.people[0]))
    own_cards = [each.cards_in("Build")[1] for each in own]
    shared_cards = one.cards_in("Build")[: len(own)]

    def by_pgbench(cards):
        text, number = pgbench.script(sent, card, cards), len(cards)
        return measures.best(
            lambda: pgbench.transactions_a_second(url, measures.SECONDS, text, number)
        )

    print()
    line(f"the {len(sent)} statements of a move alone", "pgbench", "Sluice")
    _, ms = by_pgbench(own_cards[:1])
    line("one client", f"{ms:.2f} ms", f"takes {alone / ms:.1f}x as long")
    for name, deed, took in growth.deeds(ground, card):
        text = pgbench.script(pgbench.statements(deed), card, [card])
        _, alone = measures.best(
            lambda text=text: pgbench.transactions_a_second(url, measures.SECONDS, text, 1)
        )
        line(f"  {name}", f"{alone:.2f} ms", f"takes {took / alone:.1f}x as long")
    rate, _ = by_pgbench(own_cards)
    line("8 clients, own boards", f"{rate:,.0f}/s", f"does {apart / rate:.0%} of them")
    rate, _ = by_pgbench(shared_cards)
    line("8 clients, one board", f"{rate:,.0f}/s", f"does {together / rate:.0%} of them")


def line(name: str, *cells: str) -> None:
    print(f"{name:<44}" + "".join(f"{cell:>24}" for cell in cells), flush=True)
