"""Sleeping and timers in virtual time, at any magnitude. Rules 3, 4 and 7."""

import asyncio

from harness import case, create_task, log

HOUR = 3600
DAY = 24 * HOUR
YEAR = 365 * DAY
CENTURY = 100 * YEAR


async def sleeper(name, seconds):
    await asyncio.sleep(seconds)
    log(name, "wakes")


async def start(*sleepers):
    for task in [create_task(sleeper(name, seconds)) for name, seconds in sleepers]:
        await task


@case
async def wake_in_the_order_of_their_deadlines():
    await start(("c", 3), ("a", 1), ("d", 4), ("b", 2))


@case
async def equal_deadlines_wake_in_the_order_of_sleeping():
    await start(*((name, 1) for name in "abcdefghij"))


@case
async def equal_deadlines_set_at_different_times():
    async def late():
        await asyncio.sleep(1)
        await asyncio.sleep(1)
        log("late wakes")

    create_task(late())
    await start(("early", 2))
    await asyncio.sleep(1)


@case
async def sleep_and_call_at_of_the_same_time():
    loop = asyncio.get_running_loop()
    loop.call_at(1, log, "before")
    task = create_task(sleeper("sleeper", 1))
    await asyncio.sleep(0)
    loop.call_at(1, log, "after")
    await task


@case
async def sleep_counts_from_the_await():
    sleep = asyncio.sleep(5)
    await asyncio.sleep(1)
    await sleep
    log("awake")


@case
async def tenths_add_up_exactly_as_doubles_do():
    for _ in range(10):
        await asyncio.sleep(0.1)
        log("awake")


@case
async def sleeps_of_different_length_meet():
    async def body(name, seconds, count):
        for n in range(count):
            await asyncio.sleep(seconds)
            log(name, n)

    tasks = [create_task(body("halves", 0.5, 6)), create_task(body("ones", 1, 3)), create_task(body("long", 1.5, 2))]
    for task in tasks:
        await task


@case
async def yields_beside_a_sleep():
    async def spin():
        for n in range(3):
            await asyncio.sleep(0)
            log("spin", n)

    task = create_task(spin())
    await asyncio.sleep(1)
    log("awake")
    await task


@case
async def an_hour():
    await asyncio.sleep(HOUR)
    log("awake")
    await asyncio.sleep(0.001)
    log("awake again")


@case
async def a_year():
    await asyncio.sleep(YEAR)
    log("awake")
    await asyncio.sleep(1)
    log("awake again")


@case
async def a_century():
    await asyncio.sleep(CENTURY)
    log("awake")
    await asyncio.sleep(0.25)
    log("awake again")


@case
async def a_century_of_ticks_at_its_end():
    await asyncio.sleep(CENTURY)
    await start(("c", 3), ("a", 1), ("b", 2), ("same as b", 2))


@case
async def a_minute_a_day_and_a_year_together():
    await start(("year", YEAR), ("minute", 60), ("day", DAY), ("hour", HOUR))


@case
async def deadlines_one_step_of_a_double_apart():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(CENTURY)
    now = loop.time()
    loop.call_at(now + 2 ** -19, log, "next")
    loop.call_at(now, log, "now")
    await asyncio.sleep(1)


@case
async def sleep_for_ever_until_cancelled():
    task = create_task(asyncio.sleep(float("inf")))
    await asyncio.sleep(YEAR)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as error:
        log("caught", error)


@case
async def cancelled_sleepers_leave_the_others_alone():
    tasks = [create_task(sleeper(str(n), n)) for n in range(1, 6)]
    await asyncio.sleep(0.5)
    tasks[1].cancel()
    tasks[3].cancel()
    await tasks[4]


@case
async def hundreds_of_sleepers():
    tasks = [create_task(sleeper(str(n), 1 + n * 37 % 100)) for n in range(300)]
    for task in tasks[::2]:
        await asyncio.sleep(0)
        task.cancel()
    for task in tasks[1::2]:
        await task


@case
async def callback_re_arms_itself():
    loop = asyncio.get_running_loop()

    def tick(n):
        log("tick", n)
        if n < 4:
            loop.call_later(2.5, tick, n + 1)

    loop.call_later(2.5, tick, 1)
    await asyncio.sleep(11)
    log("end")


@case
async def callback_re_arms_itself_without_drift():
    loop = asyncio.get_running_loop()

    def tick(n):
        log("tick", n)
        if n < 4:
            loop.call_at((n + 1) * 0.1, tick, n + 1)

    loop.call_at(0.1, tick, 1)
    await asyncio.sleep(1)


@case
async def timer_moves_a_sleeper():
    async def body():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            log("woken early")
        await asyncio.sleep(1)
        log("awake")

    task = create_task(body())
    asyncio.get_running_loop().call_later(2, task.cancel)
    await task
