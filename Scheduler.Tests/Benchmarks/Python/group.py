"""A task group. Argument: how many tasks. Prints nanoseconds for each."""
import asyncio
import sys
import time


async def noop():
    pass


async def main(count):
    start = time.process_time_ns()
    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(noop())
    print((time.process_time_ns() - start) / count)


asyncio.run(main(int(sys.argv[1])))
