"""Queues. Rules 31 and 34."""

import asyncio

from harness import Loop, at_each_moment, attempt, case, finish, guard, log, pause, start


def standing(queue):
    return f"size {queue.qsize()} empty {queue.empty()} full {queue.full()}"


async def produce(name, queue, *items):
    for item in items:
        await queue.put(item)
        log(name, "put", item)


async def consume(name, queue, count):
    for _ in range(count):
        log(name, "got", await queue.get())


@case
async def items_come_in_order():
    queue = asyncio.Queue()
    await produce("main", queue, 1, 2, 3)
    log(standing(queue))
    await consume("main", queue, 3)
    log(standing(queue))


@case
async def size_of_no_bound():
    for size in (0, -1):
        queue = asyncio.Queue(size)
        for item in range(3):
            queue.put_nowait(item)
        log(standing(queue), "maxsize", queue.maxsize)


@case
async def nowait():
    queue = asyncio.Queue(2)
    log("get", attempt(queue.get_nowait))
    log("put", attempt(queue.put_nowait, 1), attempt(queue.put_nowait, 2), attempt(queue.put_nowait, 3))
    log(standing(queue))
    log("get", attempt(queue.get_nowait), attempt(queue.get_nowait), attempt(queue.get_nowait))


@case
async def getters_are_served_in_order():
    queue = asyncio.Queue()
    tasks = [start(name, queue.get()) for name in "abc"]
    await pause()
    for item in range(3):
        queue.put_nowait(item)
    log(standing(queue))
    await finish(*tasks)


@case
async def putters_are_served_in_order():
    queue = asyncio.Queue(1)
    tasks = [start(name, produce(name, queue, name)) for name in "abcd"]
    await pause()
    for _ in range(4):
        log("got", queue.get_nowait())
        await pause()
    await finish(*tasks)


@case
async def ping_pong():
    left, right = asyncio.Queue(1), asyncio.Queue(1)

    async def pong():
        for _ in range(3):
            await right.put(await left.get())

    task = start("pong", pong())
    for item in range(3):
        await left.put(item)
        log("put", item)
        log("got", await right.get())
    await task


@case
async def producers_and_consumers():
    for size in (1, 2, 3):
        queue = asyncio.Queue(size)
        await finish(
            start("p", produce("p", queue, 1, 2, 3, 4)),
            start("q", produce("q", queue, 5, 6, 7)),
            start("c", consume("c", queue, 3)),
            start("d", consume("d", queue, 4)))
        log(standing(queue))


@case
async def getter_whose_item_was_taken_waits_at_the_tail():
    queue = asyncio.Queue()
    tasks = [start(name, queue.get()) for name in "ab"]
    await pause()
    queue.put_nowait(1)
    log("barging", queue.get_nowait())
    await pause()
    queue.put_nowait(2)
    queue.put_nowait(3)
    await finish(*tasks)


@case
async def putter_whose_place_was_taken_waits_at_the_tail():
    queue = asyncio.Queue(1)
    queue.put_nowait("0")
    tasks = [start(name, produce(name, queue, name)) for name in "ab"]
    await pause()
    log("got", queue.get_nowait())
    queue.put_nowait("barging")
    await pause()
    for _ in range(3):
        log("got", queue.get_nowait())
        await pause()
    await finish(*tasks)


@case
async def get_cancelled_at_each_moment():
    def scenario():
        queue = asyncio.Queue()
        tasks = [start(name, consume(name, queue, 1)) for name in "abc"]

        async def put():
            await pause(3)
            queue.put_nowait(1)
            log("put")
            await pause(4)
            queue.put_nowait(2)
            queue.put_nowait(3)

        return tasks[0], [*tasks, start("putter", put())], lambda: standing(queue)

    await at_each_moment(scenario, 8)


@case
async def put_cancelled_at_each_moment():
    def scenario():
        queue = asyncio.Queue(1)
        queue.put_nowait("0")
        tasks = [start(name, produce(name, queue, name)) for name in "abc"]

        async def get():
            await pause(3)
            log("got", queue.get_nowait())
            await pause(4)
            log("got", await queue.get())
            log("got", await queue.get())

        return tasks[0], [*tasks, start("getter", get())], lambda: standing(queue)

    await at_each_moment(scenario, 8)


@case
async def get_cancelled_in_the_step_that_puts():
    for order in ("cancel put", "put cancel", "put get cancel", "put put cancel", "put cancel get"):
        queue = asyncio.Queue()
        tasks = [start(name, queue.get()) for name in "ab"]
        await pause()
        for word in order.split():
            if word == "cancel":
                tasks[0].cancel()
            elif word == "put":
                queue.put_nowait(word)
            else:
                queue.get_nowait()
        await pause()
        log(order, standing(queue), "done", tasks[0].done(), tasks[1].done())
        queue.put_nowait("late")
        queue.put_nowait("later")
        await finish(*tasks)


@case
async def put_cancelled_in_the_step_that_gets():
    for order in ("cancel get", "get cancel", "get put cancel"):
        queue = asyncio.Queue(1)
        queue.put_nowait("first")
        tasks = [start(name, produce(name, queue, name)) for name in "ab"]
        await pause()
        for word in order.split():
            if word == "cancel":
                tasks[0].cancel()
            elif word == "put":
                queue.put_nowait(word)
            else:
                queue.get_nowait()
        await pause()
        log(order, standing(queue), "done", tasks[0].done(), tasks[1].done())
        while not tasks[1].done():
            log("got", await queue.get())
            await pause()
        await finish(*tasks)


@case
async def get_with_a_cancel_remembered():
    queue = asyncio.Queue()

    async def body():
        asyncio.current_task().cancel()
        queue.put_nowait(1)
        await consume("getter", queue, 2)

    await finish(start("getter", body()))
    log(standing(queue))


@case
async def join_waits_until_all_is_done():
    queue = asyncio.Queue()
    await queue.join()
    log("nothing to join")
    tasks = [start(name, queue.join()) for name in "ab"]
    for item in range(3):
        queue.put_nowait(item)
    tasks.append(start("c", queue.join()))

    async def work():
        for _ in range(3):
            log("got", await queue.get())
            await asyncio.sleep(1)
            queue.task_done()
            log("task done")

    await start("worker", work())
    await finish(*tasks)


@case
async def join_cancelled_and_released_at_once():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    tasks = [start(name, queue.join()) for name in "ab"]
    await pause()
    queue.get_nowait()
    queue.task_done()
    queue.put_nowait(2)
    tasks[0].cancel()
    await finish(*tasks)


@case
async def task_done_too_often():
    queue = asyncio.Queue()
    log(attempt(queue.task_done))
    queue.put_nowait(1)
    log(attempt(queue.task_done), attempt(queue.task_done))
    log(standing(queue))


@case
async def shutdown_of_an_empty_queue():
    for immediate in (False, True):
        queue = asyncio.Queue()
        tasks = [start(name, queue.get()) for name in "ab"]
        await pause()
        queue.shutdown(immediate)
        log("shut down")
        await finish(*tasks)
        await guard("get", queue.get())
        await guard("put", queue.put(1))
        log(attempt(queue.get_nowait), attempt(queue.put_nowait, 1), attempt(queue.shutdown))
        await guard("join", queue.join())


@case
async def shutdown_of_a_full_queue():
    for immediate in (False, True):
        queue = asyncio.Queue(2)
        tasks = [start(name, produce(name, queue, name)) for name in "abcd"]
        tasks.append(start("join", queue.join()))
        await pause(3)
        queue.shutdown(immediate)
        log("shut down", standing(queue))
        await finish(*tasks[:4])
        await guard("put", queue.put(1))
        log(attempt(queue.put_nowait, 1))
        for _ in range(3):
            await guard("get", queue.get())
        log(attempt(queue.get_nowait))
        if not immediate:
            queue.task_done()
            queue.task_done()
        await tasks[4]
        log(attempt(queue.task_done))


@case
async def shutdown_with_items_under_work():
    queue = asyncio.Queue()
    for item in range(3):
        queue.put_nowait(item)
    join = start("join", queue.join())
    log("got", await queue.get())
    queue.shutdown(immediate=True)
    await pause()
    log("join is done", join.done())
    queue.task_done()
    await join
    log(attempt(queue.task_done))


@case
async def shutdown_at_each_moment():
    for moment in range(7):
        log("moment", moment)
        queue = asyncio.Queue(1)
        tasks = [start("p", produce("p", queue, 1, 2, 3)), start("c", consume("c", queue, 2)), start("d", consume("d", queue, 2))]
        await pause(moment)
        queue.shutdown()
        await finish(*tasks)
        log(standing(queue))


@case
async def shutdown_cancels_a_woken_getter():
    queue = asyncio.Queue()
    tasks = [start(name, queue.get()) for name in "ab"]
    await pause()
    queue.shutdown()
    tasks[0].cancel()
    await finish(*tasks)


@case
async def reading_until_the_shutdown():
    queue = asyncio.Queue(2)

    async def read(name):
        try:
            while True:
                log(name, "got", await queue.get())
                await pause(1)
        except asyncio.QueueShutDown:
            log(name, "is at the end")

    tasks = [start(name, read(name)) for name in "ab"]
    await produce("main", queue, 1, 2, 3, 4, 5)
    queue.shutdown()
    log("shut down", standing(queue))
    await finish(*tasks)


@case
async def lifo():
    queue = asyncio.LifoQueue()
    await produce("main", queue, 1, 2, 3)
    await consume("main", queue, 2)
    await produce("main", queue, 4)
    await consume("main", queue, 2)


class Item:
    def __init__(self, priority, name):
        self.priority, self.name = priority, name

    def __lt__(self, other):
        return self.priority < other.priority


@case
async def priorities():
    queue = asyncio.PriorityQueue()
    for item in (5, 1, 4, 1, 3):
        queue.put_nowait(item)
    await consume("main", queue, 5)


@case
async def equal_priorities_come_as_the_heap_has_them():
    queue = asyncio.PriorityQueue()
    state = 12345
    taken = []
    for number in range(400):
        state = (state * 1103515245 + 12345) % 2147483648
        if state // 65536 % 3 > 0 or queue.empty():
            queue.put_nowait(Item(state // 1024 % 5, number))
        else:
            taken.append(queue.get_nowait().name)
    while not queue.empty():
        taken.append(queue.get_nowait().name)
    log(*taken)


@case
def queue_of_another_loop():
    queue, full = asyncio.Queue(), asyncio.Queue(1)
    full.put_nowait(1)
    first, second = Loop(), Loop()

    async def body():
        tasks = [start("get", queue.get()), start("put", full.put(2)), start("join", full.join())]
        await pause()
        return tasks

    tasks = first.run_until_complete(body())

    async def other():
        await guard("get", queue.get())
        await guard("put", full.put(3))
        await guard("join", full.join())

    second.run_until_complete(other())
    for task in tasks:
        task.cancel()
    first.run_until_complete(finish(*tasks))
    first.close()
    second.close()
