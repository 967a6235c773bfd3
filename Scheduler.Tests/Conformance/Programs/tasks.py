"""Tasks: their order, names and results, and how exceptions travel through frames and tasks."""

import asyncio

from harness import case, create_task, fail, log, noop, pause


async def answer(value, seconds=0):
    await asyncio.sleep(seconds)
    return value


@case
async def first_steps_run_in_the_order_of_creation():
    async def body(name):
        log(name)

    for name in "abc":
        create_task(body(name))
    log("created")
    await pause()


@case
async def round_robin():
    async def body(name):
        for n in range(3):
            log(name, n)
            await asyncio.sleep(0)

    tasks = [create_task(body(name)) for name in "abc"]
    for task in tasks:
        await task
    log("end")


@case
async def round_robin_of_unequal_lengths():
    async def body(name, yields):
        for n in range(yields):
            await asyncio.sleep(0)
        log(name, "ends")

    tasks = [create_task(body(str(yields), yields)) for yields in (4, 1, 3, 0, 2)]
    for task in tasks:
        await task


@case
async def task_creates_tasks():
    async def body(name, depth):
        log(name)
        if depth > 0:
            create_task(body(name + "l", depth - 1))
            create_task(body(name + "r", depth - 1))

    create_task(body("t", 2))
    await pause(5)


@case
async def names():
    async def body():
        log("current", asyncio.current_task().get_name())

    first = create_task(body())
    second = create_task(body(), name="second")
    third = create_task(body())
    log("names", asyncio.current_task().get_name(), first.get_name(), second.get_name(), third.get_name())
    third.set_name("renamed")
    await third


@case
async def current_task():
    main = asyncio.current_task()

    async def direct():
        log("direct, main", asyncio.current_task() is main)

    async def other():
        log("task, main", asyncio.current_task() is main)

    asyncio.get_running_loop().call_soon(lambda: log("callback", asyncio.current_task()))
    await direct()
    await create_task(other())
    log("back, main", asyncio.current_task() is main)


@case
async def all_tasks():
    async def body():
        await asyncio.sleep(1)
        log_all("in a task")

    def log_all(where):
        log(where, ", ".join(task.get_name() for task in asyncio.all_tasks()))

    tasks = [create_task(body(), name=name) for name in "ab"]
    log_all("created")
    await tasks[0]
    log_all("after the first")
    await tasks[1]
    log_all("after both")


@case
async def return_value_of_a_task():
    task = create_task(answer(42))
    log("awaited", await task)
    log("awaited again", await task, "result", task.result(), "exception", task.exception())


@case
async def return_value_through_frames():
    async def inner():
        return await answer(1) + 1

    async def middle():
        return await inner() + 1

    log("result", await middle())


@case
async def return_in_the_middle_runs_the_finally_blocks():
    async def body():
        try:
            for n in range(5):
                await asyncio.sleep(0)
                if n == 1:
                    return n
            log("never")
        finally:
            log("finally")

    log("result", await body())


@case
async def two_tasks_await_one():
    task = create_task(answer(7, 1))

    async def waiter(name):
        log(name, "got", await task)

    first, second = create_task(waiter("a")), create_task(waiter("b"))
    await first
    await second


@case
async def awaiting_in_the_other_order():
    async def body(name, seconds):
        await asyncio.sleep(seconds)
        log(name, "ends")
        return name

    first, second = create_task(body("first", 2)), create_task(body("second", 1))
    log("got", await second)
    log("got", await first)


@case
async def sequential_awaits_add_up():
    log("got", await answer("a", 1))
    log("got", await answer("b", 2))


@case
async def callbacks_of_a_task_and_its_awaiter():
    task = create_task(answer("it", 1))
    task.add_done_callback(lambda done: log("first callback", done.result()))

    async def waiter():
        log("awaiter got", await task)

    other = create_task(waiter())
    await pause()
    task.add_done_callback(lambda done: log("second callback", done.result()))
    await other


@case
async def exception_of_a_task_reaches_each_awaiter():
    async def body():
        await asyncio.sleep(1)
        raise ValueError("lost")

    task = create_task(body())

    async def waiter(name):
        try:
            await task
        except ValueError as error:
            log(name, "caught", error)

    first, second = create_task(waiter("a")), create_task(waiter("b"))
    await first
    await second
    log("exception", task.exception(), "cancelled", task.cancelled())


@case
async def exception_before_the_first_suspension():
    task = create_task(fail(ValueError("at once")))
    log("created")
    try:
        await task
    except ValueError as error:
        log("caught", error)


@case
async def exception_through_direct_awaits():
    async def level(n):
        try:
            if n == 0:
                await asyncio.sleep(1)
                raise ValueError("deep")
            await level(n - 1)
        finally:
            log("finally", n)

    try:
        await level(3)
    except ValueError as error:
        log("caught", error)


@case
async def exception_through_tasks():
    async def level(n):
        try:
            if n == 0:
                raise ValueError("deep")
            await create_task(level(n - 1))
        finally:
            log("finally", n)

    try:
        await level(3)
    except ValueError as error:
        log("caught", error)


@case
async def exception_caught_halfway_up():
    async def inner():
        await asyncio.sleep(0)
        raise ValueError("inner")

    async def middle():
        try:
            await inner()
        except ValueError as error:
            log("middle caught", error)
        return "recovered"

    async def outer():
        return await middle()

    log("result", await outer())


@case
async def exception_of_another_kind_passes():
    async def body():
        try:
            await fail(KeyError())
        except ValueError:
            log("never")

    try:
        await body()
    except KeyError as error:
        log("caught", error)


@case
async def exception_raised_again():
    async def body():
        try:
            await fail(ValueError("first"))
        except ValueError as error:
            log("seen", error)
            raise

    try:
        await body()
    except ValueError as error:
        log("caught", error)


@case
async def handler_that_awaits():
    async def body():
        try:
            await fail(ValueError("first"))
        except ValueError as error:
            await asyncio.sleep(1)
            log("handled", error)
        else:
            log("never")
        finally:
            await asyncio.sleep(1)
            log("cleaned up")

    await body()
    log("after")


@case
async def handler_that_fails():
    async def body():
        try:
            await fail(ValueError("first"))
        except ValueError:
            await asyncio.sleep(0)
            await fail(ValueError("second"))
        finally:
            log("finally")

    try:
        await body()
    except ValueError as error:
        log("caught", error, "in place of", error.__context__)


@case
async def cleanups_run_last_in_first_out():
    async def clean_up(n):
        await asyncio.sleep(1)
        log("cleanup", n)

    try:
        try:
            try:
                log("body")
            finally:
                await clean_up(3)
        finally:
            await clean_up(2)
    finally:
        await clean_up(1)


@case
async def cleanups_after_an_exception():
    async def clean_up(n):
        await asyncio.sleep(1)
        log("cleanup", n)

    async def body():
        try:
            try:
                await asyncio.sleep(1)
                raise ValueError("body")
            finally:
                await clean_up(2)
        finally:
            await clean_up(1)

    try:
        await body()
    except ValueError as error:
        log("caught", error)


@case
async def cleanup_that_fails_replaces_the_exception_and_the_rest_runs():
    async def body():
        try:
            try:
                await fail(ValueError("body"))
            finally:
                await fail(ValueError("cleanup"))
        finally:
            await asyncio.sleep(0)
            log("the rest")

    try:
        await body()
    except ValueError as error:
        log("caught", error, "in place of", error.__context__)


@case
async def cleanup_that_fails_after_success():
    async def body():
        try:
            await noop()
        finally:
            await fail(ValueError("cleanup"))

    try:
        await body()
    except ValueError as error:
        log("caught", error)


@case
async def finally_of_nested_frames_with_cleanups_between():
    async def inner():
        try:
            await asyncio.sleep(1)
            raise ValueError("inner")
        finally:
            log("inner finally")

    async def outer():
        try:
            await inner()
        finally:
            await asyncio.sleep(1)
            log("outer cleanup")

    try:
        await outer()
    except ValueError as error:
        log("caught", error)


@case
async def failing_task_does_not_disturb_others():
    async def body(name):
        for n in range(3):
            await asyncio.sleep(1)
            log(name, n)
            if name == "b" and n == 1:
                raise ValueError("b fails")

    tasks = [create_task(body(name)) for name in "abc"]
    for task in tasks:
        try:
            await task
        except ValueError as error:
            log("caught", error)


@case
async def unseen_exception_is_reported_once():
    create_task(fail(ValueError("unseen")))
    await asyncio.sleep(1)
    log("end of main")


@case
async def seen_exceptions_are_not_reported():
    awaited, looked_at, called_back = (create_task(fail(ValueError(name))) for name in "abc")
    called_back.add_done_callback(lambda done: log("callback", done.exception()))
    try:
        await awaited
    except ValueError as error:
        log("caught", error)
    await pause()
    log("exception", looked_at.exception())


@case
async def forgotten_task_runs():
    async def body():
        await asyncio.sleep(1)
        log("ran")

    create_task(body())
    await asyncio.sleep(2)
    log("end")


@case
async def task_done_in_the_iteration_in_which_it_is_awaited():
    task = create_task(noop())
    await asyncio.sleep(0)
    log("done", task.done())
    await task
    log("awaited")


@case
async def loop_of_awaits_that_never_suspend():
    async def other():
        log("other")

    create_task(other())
    total = 0
    for n in range(1000):
        total += await direct(n)
    log("total", total)
    await asyncio.sleep(0)
    log("after")


async def direct(n):
    return n


@case
async def coroutine_made_and_never_run():
    async def body():
        log("never")

    made = body()
    await pause()
    made.close()
    log("end")
