"""as_completed: both ways of consuming it."""

import asyncio

from harness import case, create_task, log, noop, pause


def future():
    return asyncio.get_running_loop().create_future()


async def value(name, iterations=0):
    await pause(iterations)
    return name


async def sleeps(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def fails(name, iterations=0):
    await pause(iterations)
    raise OSError(name)


def tasks(*coroutines):
    return [create_task(coroutine) for coroutine in coroutines]


async def results(completions):
    for next_one in completions:
        try:
            log("result", await next_one)
        except (Exception, asyncio.CancelledError) as error:
            log("caught", type(error).__name__ if isinstance(error, TimeoutError) else error)


@case
async def two_noops():
    log("before")
    for next_one in asyncio.as_completed(tasks(noop(), noop())):
        await next_one
        log("one")


@case
async def nothing():
    await results(asyncio.as_completed([]))
    async for _ in asyncio.as_completed([]):
        log("never")
    log("after")


@case
async def results_in_the_order_of_completion():
    await results(asyncio.as_completed(tasks(sleeps("a", 3), sleeps("b", 1), sleeps("c", 2))))


@case
async def tasks_in_the_order_of_completion():
    given = tasks(sleeps("a", 3), sleeps("b", 1), sleeps("c", 2))
    async for task in asyncio.as_completed(given):
        log(given.index(task), task.result())


@case
async def failure_among_results():
    await results(asyncio.as_completed(tasks(fails("a", 2), value("b"), value("c", 4))))


@case
async def failure_among_tasks():
    given = tasks(fails("a", 2), value("b"))
    async for task in asyncio.as_completed(given):
        log(given.index(task), task.exception() or task.result())


@case
async def cancelled_child():
    given = tasks(sleeps("a", 5), sleeps("b", 2))
    asyncio.get_running_loop().call_later(1, given[0].cancel, "stop")
    await results(asyncio.as_completed(given))


@case
async def slow_consumer():
    for next_one in asyncio.as_completed(tasks(sleeps("a", 1), sleeps("b", 2), sleeps("c", 3))):
        await asyncio.sleep(1.5)
        log("result", await next_one)


@case
async def slow_consumer_of_tasks():
    async for task in asyncio.as_completed(tasks(sleeps("a", 1), sleeps("b", 2), sleeps("c", 3))):
        log("result", task.result())
        await asyncio.sleep(1.5)


@case
async def timeout_of_results():
    await results(asyncio.as_completed(tasks(sleeps("a", 3), sleeps("b", 1), sleeps("c", 4)), timeout=2))
    await asyncio.sleep(5)


@case
async def timeout_of_tasks():
    try:
        async for task in asyncio.as_completed(tasks(sleeps("a", 3), sleeps("b", 1)), timeout=2):
            log(task.result())
    except TimeoutError:
        log("timeout")


@case
async def timeout_of_zero():
    await results(asyncio.as_completed(tasks(value("a"), value("b", 1)), timeout=0))


@case
async def timeout_together_with_a_completion():
    await results(asyncio.as_completed(tasks(sleeps("a", 1), sleeps("b", 2)), timeout=1))


@case
async def timeout_in_time_leaves_no_timer():
    await results(asyncio.as_completed(tasks(value("a"), value("b", 2)), timeout=100))
    await asyncio.sleep(1)
    log("after")


@case
async def timeout_after_the_completion_but_before_the_wait():
    completions = asyncio.as_completed(tasks(sleeps("a", 1), sleeps("b", 5)), timeout=2)
    await asyncio.sleep(3)
    await results(completions)


@case
async def timeout_at_each_iteration():
    for iterations in range(6):
        log("-", iterations)
        await results(asyncio.as_completed(tasks(value("a", iterations), sleeps("b", 1)), timeout=0))
        await asyncio.sleep(2)


@case
async def same_task_twice():
    task = create_task(value("a", 1))
    await results(asyncio.as_completed([task, task]))


@case
async def consumed_by_several_tasks():
    async def consumer(name, next_one):
        log(name, await next_one)

    completions = asyncio.as_completed(tasks(sleeps("a", 2), sleeps("b", 1), sleeps("c", 1)))
    await asyncio.gather(*[consumer(name, next_one) for name, next_one in zip("xyz", completions)])


@case
async def consumer_is_cancelled():
    async def consumer(name, next_one):
        log(name, await next_one)

    completions = list(asyncio.as_completed(tasks(sleeps("a", 1), sleeps("b", 2))))
    x = create_task(consumer("x", completions[0]))
    y = create_task(consumer("y", completions[1]))
    await pause()
    x.cancel()
    await asyncio.sleep(3)
    log("y done", y.done())


@case
async def consumer_is_cancelled_at_each_iteration():
    async def consumer(name, next_one):
        try:
            log(name, await next_one)
        except asyncio.CancelledError:
            log(name, "cancelled")

    for iterations in range(8):
        completions = list(asyncio.as_completed(tasks(value("a", 2), sleeps("b", 1))))
        x = create_task(consumer("x", completions[0]))
        y = create_task(consumer("y", completions[1]))
        await pause(iterations)
        log("-", iterations, "cancel", x.cancel())
        await asyncio.sleep(2)
        log("y done", y.done())
        y.cancel()
        await asyncio.sleep(1)


@case
async def woken_one_is_overtaken():
    async def consumer(name, next_one):
        log(name, await next_one)

    pending = [future(), future()]
    completions = list(asyncio.as_completed(pending))
    x = create_task(consumer("x", completions[0]))
    await pause()

    def overtake():
        # Takes its step after the completion was put, and before x has taken its own.
        create_task(consumer("y", completions[1]))

    pending[0].set_result("first")
    asyncio.get_running_loop().call_soon(overtake)
    await pause(4)
    pending[1].set_result("second")
    await pause(4)
    log("x done", x.done())


@case
async def both_ways_share_what_is_left():
    completions = asyncio.as_completed(tasks(value("a"), value("b", 1), value("c", 2)))
    log("result", await next(completions))
    async for task in completions:
        log("task", task.result())
    await results(completions)
    log("after")


@case
async def futures_set_by_callbacks():
    a, b = future(), future()
    loop = asyncio.get_running_loop()
    loop.call_later(1, b.set_result, "b")
    loop.call_later(1, a.set_result, "a")
    await results(asyncio.as_completed([a, b]))
