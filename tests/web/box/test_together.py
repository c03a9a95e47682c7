"""Work brought at the same time: done together, told to each, and never left lying."""

import threading
from collections.abc import Sequence

from luoshi.web.box.together import Together

MOST, THREADS = 4, 11


def test_who_waits_is_served_by_another_and_a_fault_wakes_everybody() -> None:
    begun, go = threading.Event(), threading.Event()
    batches: list[Sequence[int]] = []

    def work(given: Sequence[int]) -> list[int]:
        batches.append(given)
        begun.set()
        assert go.wait(20)
        if MOST + 1 in given:
            raise ValueError(given)
        return [each * 10 for each in given]

    together, told = Together(work, MOST), dict[int, int | Exception]()

    def ask(number: int) -> None:
        try:
            told[number] = together.ask(number)
        except ValueError as error:
            told[number] = error

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(THREADS)]
    threads[0].start()
    assert begun.wait(20)
    for at, thread in enumerate(threads[1:], 1):
        thread.start()
        while len(together._waiting) < at:
            pass
    go.set()
    for thread in threads:
        thread.join(20)
    assert batches == [[0], [1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]
    failed = {number for number, each in told.items() if isinstance(each, Exception)}
    assert (len(told), failed) == (THREADS, {5, 6, 7, 8})
    assert all(told[number] == number * 10 for number in told.keys() - failed)
    go.set()
    assert together.ask(12) == 120
