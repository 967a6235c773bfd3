"""Two tasks that pass a number to and fro by two queues of size 1. Argument: round trips. Prints nanoseconds per round trip."""
import asyncio
import sys
import time


async def ping(to, back, rounds):
    i = 0
    while i < rounds:
        await to.put(i)
        i = await back.get() + 1


async def pong(to, back, rounds):
    for _ in range(rounds):
        await back.put(await to.get())


async def main(rounds):
    to, back = asyncio.Queue(1), asyncio.Queue(1)
    start = time.process_time_ns()
    tasks = [asyncio.create_task(ping(to, back, rounds)), asyncio.create_task(pong(to, back, rounds))]
    for task in tasks:
        await task
    print((time.process_time_ns() - start) / rounds)


asyncio.run(main(int(sys.argv[1])))
