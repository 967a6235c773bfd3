"""Coroutines that await each other. Arguments: switches, tasks, depth. Prints nanoseconds per switch."""
import asyncio
import sys
import time


async def descend(depth, yields):
    if depth > 1:
        await descend(depth - 1, yields)
        return
    for _ in range(yields):
        await asyncio.sleep(0)


async def main(switches, tasks, depth):
    sys.setrecursionlimit(10_000)
    start = time.process_time_ns()
    all_tasks = [asyncio.create_task(descend(depth, switches // tasks)) for _ in range(tasks)]
    for task in all_tasks:
        await task
    print((time.process_time_ns() - start) / switches)


asyncio.run(main(*map(int, sys.argv[1:])))
