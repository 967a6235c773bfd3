"""Random sleeps in virtual time. Arguments: sleeps, tasks that share them. Prints nanoseconds per sleep."""
import asyncio
import random
import sys
import time

import virtual_time


async def sleeper(durations):
    for duration in durations:
        await asyncio.sleep(duration)


async def main(sleeps, sleepers):
    each = sleeps // sleepers
    durations = [[1 + 16 * random.random() for _ in range(each)] for _ in range(sleepers)]
    start = time.process_time_ns()
    tasks = [asyncio.create_task(sleeper(mine)) for mine in durations]
    for task in tasks:
        await task
    print((time.process_time_ns() - start) / sleeps)


random.seed(1)
virtual_time.run(main(int(sys.argv[1]), int(sys.argv[2])))
