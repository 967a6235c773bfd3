"""Coroutines that are gathered. Argument: how many. Prints nanoseconds for each."""
import asyncio
import sys
import time


async def number(i):
    return i


async def main(count):
    start = time.process_time_ns()
    await asyncio.gather(*[number(i) for i in range(count)])
    print((time.process_time_ns() - start) / count)


asyncio.run(main(int(sys.argv[1])))
