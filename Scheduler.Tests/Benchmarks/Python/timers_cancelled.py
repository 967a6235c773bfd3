"""Timers that are set and cancelled. Arguments: timers, how many are pending. Prints nanoseconds per timer."""
import asyncio
import random
import sys
import time

import virtual_time


def callback():
    pass


async def main(cancels, pending):
    loop = asyncio.get_running_loop()
    durations = [1 + 16 * random.random() for _ in range(1009)]
    handles = [loop.call_later(durations[i % 1009], callback) for i in range(pending)]
    start = time.process_time_ns()
    for i in range(cancels):
        place = i % pending
        handles[place].cancel()
        handles[place] = loop.call_later(durations[i % 1009], callback)

        # Its heap is swept between iterations only.
        if i % 1000 == 0:
            await asyncio.sleep(0)
    print((time.process_time_ns() - start) / cancels)


random.seed(1)
virtual_time.run(main(int(sys.argv[1]), int(sys.argv[2])))
