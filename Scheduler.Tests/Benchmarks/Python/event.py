"""An event that wakes many waiters, again and again. Arguments: wake-ups, waiters. Prints nanoseconds per wake-up."""
import asyncio
import sys
import time


async def waiter(event, times):
    for _ in range(times):
        await event.wait()


async def main(wakeups, waiters):
    event = asyncio.Event()
    times = wakeups // waiters
    tasks = [asyncio.create_task(waiter(event, times)) for _ in range(waiters)]
    await asyncio.sleep(0)
    start = time.process_time_ns()
    for _ in range(times):
        event.set()
        event.clear()
        await asyncio.sleep(0)
    print((time.process_time_ns() - start) / wakeups)
    await asyncio.wait(tasks)


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
