"""Tasks that are started and joined. Arguments: tasks, how many at a time. Prints nanoseconds per task."""
import asyncio
import sys
import time


async def noop():
    pass


async def main(tasks, size):
    start = time.process_time_ns()
    if size == 1:
        for _ in range(tasks):
            await asyncio.create_task(noop())
    else:
        for _ in range(tasks // size):
            batch = [asyncio.create_task(noop()) for _ in range(size)]
            for task in batch:
                await task
    print((time.process_time_ns() - start) / tasks)


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
