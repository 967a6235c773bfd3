"""Tasks that all sleep at the same time, in virtual time. Argument: tasks. Prints nanoseconds per task."""
import asyncio
import sys
import time

import virtual_time


async def main(sleepers):
    start = time.process_time_ns()
    tasks = [asyncio.create_task(asyncio.sleep(1 + i * 7919 % 1000003 * 1e-3)) for i in range(sleepers)]
    await asyncio.sleep(10_000)
    print((time.process_time_ns() - start) / len(tasks))


virtual_time.run(main(int(sys.argv[1])))
