"""1,000 tasks that yield in turn. Argument: switches. Prints nanoseconds per switch."""
import asyncio
import sys
import time

TASKS = 1000


async def counting(yields):
    for _ in range(yields):
        await asyncio.sleep(0)


async def counting_down(yields):
    while yields > 0:
        yields -= 1
        await asyncio.sleep(0)


async def with_parameters(yields, position, speed):
    for _ in range(yields):
        position += speed
        await asyncio.sleep(0)


async def with_finally(yields):
    left = yields
    try:
        while left > 0:
            left -= 1
            await asyncio.sleep(0)
    finally:
        left = 0


def create(i, yields):
    match i % 4:
        case 0:
            return counting(yields)
        case 1:
            return counting_down(yields)
        case 2:
            return with_parameters(yields, float(i), 0.5)
        case _:
            return with_finally(yields)


async def main(switches):
    tasks = [asyncio.create_task(create(i, switches // TASKS)) for i in range(TASKS)]
    start = time.process_time_ns()
    for task in tasks:
        await task
    print((time.process_time_ns() - start) / switches)


asyncio.run(main(int(sys.argv[1])))
