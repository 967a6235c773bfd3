"""Values of a context, per task and per callback. Rule 40."""

import asyncio
import contextvars

from harness import case, create_task, log, pause

value = contextvars.ContextVar("value", default="default")


@case
async def task_copies_the_context_at_its_creation():
    async def body():
        log("task sees", value.get())

    value.set("before")
    task = create_task(body())
    value.set("after")
    await task
    log("main sees", value.get())


@case
async def task_keeps_its_changes_to_itself():
    async def body():
        value.set("changed")
        await asyncio.sleep(0)
        log("task sees", value.get())

    value.set("main's")
    await create_task(body())
    log("main sees", value.get())


@case
async def direct_await_shares_the_context():
    async def body():
        log("body sees", value.get())
        value.set("body's")

    value.set("main's")
    await body()
    log("main sees", value.get())


@case
async def direct_await_shares_the_context_over_a_suspension():
    async def body():
        value.set("first")
        await asyncio.sleep(1)
        value.set("second")

    await body()
    log("main sees", value.get())
    await asyncio.sleep(1)
    log("main sees", value.get())


@case
async def tasks_that_take_turns():
    async def body(name):
        value.set(name)
        for _ in range(3):
            await asyncio.sleep(0)
            log(name, "sees", value.get())

    tasks = [create_task(body(name)) for name in "ab"]
    for task in tasks:
        await task
    log("main sees", value.get())


@case
async def task_of_a_task_inherits():
    async def inner():
        log("inner sees", value.get())
        value.set("inner's")

    async def outer():
        value.set("outer's")
        await create_task(inner())
        log("outer sees", value.get())

    value.set("main's")
    await create_task(outer())
    log("main sees", value.get())


@case
async def callback_gets_the_context_of_its_scheduling():
    loop = asyncio.get_running_loop()
    value.set("first")
    loop.call_soon(lambda: log("soon sees", value.get()))
    loop.call_later(1, lambda: log("later sees", value.get()))
    value.set("second")
    await asyncio.sleep(2)
    log("main sees", value.get())


@case
async def callback_keeps_its_changes_to_itself():
    def callback():
        value.set("callback's")
        log("callback sees", value.get())

    value.set("main's")
    asyncio.get_running_loop().call_soon(callback)
    await pause()
    log("main sees", value.get())


@case
async def callback_schedules_a_callback():
    loop = asyncio.get_running_loop()

    def first():
        value.set("first's")
        loop.call_soon(lambda: log("second sees", value.get()))

    loop.call_soon(first)
    await pause(3)


@case
async def done_callback_gets_the_context_of_its_adding():
    future = asyncio.get_running_loop().create_future()
    value.set("adding")
    future.add_done_callback(lambda _: log("callback sees", value.get()))
    value.set("completing")
    future.set_result(None)
    await pause()


@case
async def context_given_to_a_callback():
    value.set("given")
    context = contextvars.copy_context()
    value.set("main's")
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: log("soon sees", value.get()), context=context)
    loop.call_later(1, lambda: log("later sees", value.get()), context=context)
    future = loop.create_future()
    future.add_done_callback(lambda _: log("done-callback sees", value.get()), context=context)
    future.set_result(None)
    await asyncio.sleep(2)


@case
async def context_given_to_a_task():
    async def body():
        log("task sees", value.get())
        await asyncio.sleep(1)
        log("task sees", value.get())

    value.set("given")
    context = contextvars.copy_context()
    value.set("main's")
    await asyncio.get_running_loop().create_task(body(), context=context)
    log("main sees", value.get())


@case
async def cleanup_of_a_cancelled_task_sees_the_context():
    async def body():
        value.set("task's")
        try:
            await asyncio.sleep(100)
        finally:
            log("cleanup sees", value.get())

    task = create_task(body())
    await pause()
    value.set("main's")
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        log("main sees", value.get())


@case
async def exception_leaves_the_context_as_it_was_set():
    async def body():
        value.set("body's")
        raise ValueError("lost")

    try:
        await body()
    except ValueError:
        log("main sees", value.get())


def log_in_handler():
    """Has the exception handler log what it sees, and set what nobody else may see."""
    def handler(loop, context):
        log("handler sees", value.get(), "of", context["exception"])
        value.set("handler's")

    asyncio.get_running_loop().set_exception_handler(handler)


@case
async def exception_handler_sees_the_values_of_a_callback_that_failed():
    def failing():
        log("callback sees", value.get())
        value.set("callback's")
        raise ValueError("lost")

    log_in_handler()
    value.set("main's")
    asyncio.get_running_loop().call_soon(failing)
    asyncio.get_running_loop().call_later(0, failing)
    asyncio.get_running_loop().call_soon(lambda: log("other callback sees", value.get()))
    await pause(3)
    log("main sees", value.get())


@case
async def exception_handler_sees_the_values_of_a_done_callback_that_failed():
    def failing(done):
        value.set("callback's")
        raise ValueError("lost")

    log_in_handler()
    future = asyncio.get_running_loop().create_future()
    value.set("main's")
    future.add_done_callback(failing)
    future.set_result(None)
    await pause()
    log("main sees", value.get())


@case
async def exception_handler_sees_the_values_of_a_task_that_failed():
    async def body(name, iterations):
        value.set(name)
        await pause(iterations)
        raise ValueError(name)

    log_in_handler()
    value.set("main's")
    create_task(body("first", 0))
    create_task(body("second", 1))
    await pause(3)
    log("main sees", value.get())


@case
async def exception_handler_sees_the_values_of_a_task_that_fails_at_the_end():
    async def body():
        try:
            await asyncio.sleep(100)
        finally:
            value.set("body's")
            raise ValueError("in cleanup")

    log_in_handler()
    value.set("main's")
    create_task(body())
    await pause()
