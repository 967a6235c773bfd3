"""Locks, events, conditions, semaphores and barriers. Rules 29, 30, 32 and 33."""

import asyncio

from harness import Loop, at_each_moment, attempt, case, create_task, finish, guard, log, pause, start


async def use(name, gate, hold=1):
    """Acquires, holds for some iterations, releases."""
    log(name, "asks")
    async with gate:
        log(name, "has it")
        await pause(hold)
        log(name, "lets go")


# Lock


@case
async def lock_goes_round_in_order():
    lock = asyncio.Lock()
    await finish(*[start(name, use(name, lock)) for name in "abcd"])
    log("locked", lock.locked())


@case
async def lock_that_is_free_costs_no_iteration():
    lock = asyncio.Lock()
    for _ in range(3):
        async with lock:
            log("locked", lock.locked())
    log("locked", lock.locked())


@case
async def lock_released_reads_unlocked_until_the_next_one_runs():
    lock = asyncio.Lock()
    await lock.acquire()
    waiter = start("waiter", use("waiter", lock))
    await pause()
    lock.release()
    log("locked", lock.locked())
    await asyncio.sleep(0)
    log("locked", lock.locked())
    await waiter


@case
async def lock_lets_nobody_get_ahead_of_one_that_was_woken():
    lock = asyncio.Lock()
    await lock.acquire()
    waiter = start("waiter", use("waiter", lock))
    await pause()
    lock.release()
    log("released")
    newcomer = start("newcomer", use("newcomer", lock))
    await lock.acquire()
    log("again")
    lock.release()
    await finish(waiter, newcomer)


@case
async def lock_cancel_of_the_first_waiter_at_each_moment():
    def scenario():
        lock = asyncio.Lock()
        tasks = [start("a", use("a", lock, 3)), start("b", use("b", lock, 2)), start("c", use("c", lock))]
        return tasks[1], tasks, lock.locked

    await at_each_moment(scenario, 9)


@case
async def lock_cancel_of_a_waiter_in_the_step_that_releases():
    for cancel_first in (True, False):
        lock = asyncio.Lock()
        await lock.acquire()
        tasks = [start(name, use(name, lock)) for name in "ab"]
        await pause()
        if cancel_first:
            tasks[0].cancel()
            lock.release()
        else:
            lock.release()
            tasks[0].cancel()
        log("locked", lock.locked())
        await finish(*tasks)
        log("locked", lock.locked())


@case
async def lock_whose_waiters_are_all_cancelled_is_taken_at_once():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [start(name, use(name, lock)) for name in "ab"]
    await pause()
    for task in tasks:
        task.cancel()
    lock.release()
    await lock.acquire()
    log("taken")
    await finish(*tasks)
    lock.release()
    log("locked", lock.locked())


@case
async def lock_cancel_of_all_waiters_but_the_last():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [start(name, use(name, lock)) for name in "abcd"]
    await pause()
    for task in tasks[:3]:
        task.cancel()
    lock.release()
    late = start("late", use("late", lock))
    await finish(*tasks, late)


@case
async def lock_released_twice_between_two_steps():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [start(name, use(name, lock)) for name in "ab"]
    await pause()
    lock.release()
    log("again", attempt(lock.release))
    await finish(*tasks)


@case
async def lock_released_by_another_task():
    lock = asyncio.Lock()
    await lock.acquire()

    async def other():
        lock.release()

    await create_task(other())
    log("locked", lock.locked())
    log("again", attempt(lock.release))


@case
async def lock_asked_for_with_a_cancel_remembered():
    lock = asyncio.Lock()
    await lock.acquire()

    async def body():
        asyncio.current_task().cancel()
        await use("b", lock)

    first = start("b", body())
    second = start("c", use("c", lock))
    await pause()
    lock.release()
    log("released")
    await finish(first, second)


@case
async def lock_acquired_with_a_cancel_remembered():
    lock = asyncio.Lock()

    async def body():
        asyncio.current_task().cancel()
        await lock.acquire()
        log("has it")
        lock.release()
        await lock.acquire()
        log("has it again")

    await finish(start("b", body()))
    log("locked", lock.locked())


@case
async def lock_released_by_call_soon():
    lock = asyncio.Lock()
    await lock.acquire()
    log("asks")
    asyncio.get_running_loop().call_soon(lock.release)
    await lock.acquire()
    log("has it")


# Event


@case
async def event_wakes_in_order():
    event = asyncio.Event()
    tasks = [start(name, event.wait()) for name in "abc"]
    await pause()
    log("set", event.is_set())
    event.set()
    log("set", event.is_set())
    await finish(*tasks)


@case
async def event_that_is_set_costs_no_iteration():
    event = asyncio.Event()
    event.set()
    for _ in range(2):
        await event.wait()
        log("waited")
    event.clear()
    log("set", event.is_set())


@case
async def event_set_and_cleared_wakes_all():
    event = asyncio.Event()
    tasks = [start(name, event.wait()) for name in "ab"]
    await pause()
    event.set()
    event.clear()
    late = start("late", event.wait())
    await finish(*tasks)
    log("late is done", late.done())
    event.set()
    event.set()
    await late


@case
async def event_waited_for_again_at_once():
    event = asyncio.Event()

    async def body():
        for round in range(3):
            await event.wait()
            log("round", round)
            event.clear()

    task = start("waiter", body())
    for _ in range(3):
        await pause(3)
        event.set()
        log("set")
    await task


@case
async def event_cancel_of_a_waiter_at_each_moment():
    def scenario():
        event = asyncio.Event()
        tasks = [start(name, event.wait()) for name in "abc"]

        async def setter():
            await pause(3)
            event.set()
            event.clear()
            log("set")

        return tasks[1], [*tasks, start("setter", setter())], event.is_set

    await at_each_moment(scenario, 7)


# Semaphore


@case
async def semaphore_lets_in_as_many_as_it_has_places():
    gate = asyncio.Semaphore(2)
    await finish(*[start(name, use(name, gate)) for name in "abcde"])
    log("locked", gate.locked())


@case
async def semaphore_reads_locked_while_one_that_was_woken_has_not_run():
    gate = asyncio.Semaphore(1)
    await gate.acquire()
    log("locked", gate.locked())
    waiter = start("waiter", use("waiter", gate))
    await pause()
    gate.release()
    log("locked", gate.locked())
    gate.release()
    log("locked", gate.locked())
    newcomer = start("newcomer", use("newcomer", gate))
    await gate.acquire()
    log("main has it")
    gate.release()
    await finish(waiter, newcomer)
    log("locked", gate.locked())


@case
async def semaphore_cancel_of_the_first_waiter_at_each_moment():
    def scenario():
        gate = asyncio.Semaphore(1)
        tasks = [start("a", use("a", gate, 3)), start("b", use("b", gate, 2)), start("c", use("c", gate)), start("d", use("d", gate))]
        return tasks[1], tasks, gate.locked

    await at_each_moment(scenario, 9)


@case
async def semaphore_cancel_of_a_waiter_in_the_step_that_releases():
    for order in ("cancel release", "release cancel", "release release cancel", "cancel release release", "release cancel release"):
        gate = asyncio.Semaphore(0)
        tasks = [start(name, use(name, gate)) for name in "abc"]
        await pause()
        for word in order.split():
            tasks[0].cancel() if word == "cancel" else gate.release()
        log(order, "locked", gate.locked())
        await pause()
        gate.release()
        gate.release()
        await finish(*tasks)
        log("locked", gate.locked())


@case
async def semaphore_released_more_often_than_somebody_waits():
    gate = asyncio.Semaphore(0)
    tasks = [start(name, use(name, gate, 0)) for name in "ab"]
    await pause()
    for _ in range(4):
        gate.release()
    late = [start(name, use(name, gate, 0)) for name in "cd"]
    await finish(*tasks, *late)
    for _ in range(4):
        await gate.acquire()
        log("locked", gate.locked())


@case
async def semaphore_newcomers_behind_one_that_was_woken_are_woken_by_it():
    gate = asyncio.Semaphore(0)
    first = start("first", gate.acquire())
    await pause()
    gate.release()
    gate.release()
    log("locked", gate.locked())

    late = [start(name, gate.acquire()) for name in "ab"]
    await finish(first, late[0])
    log("late is done", late[1].done())
    gate.release()
    await late[1]


@case
async def semaphore_whose_woken_waiters_are_all_cancelled():
    gate = asyncio.Semaphore(0)
    tasks = [start(name, gate.acquire()) for name in "abc"]
    await pause()
    gate.release()
    gate.release()
    tasks[0].cancel()
    tasks[1].cancel()
    await finish(*tasks)
    log("locked", gate.locked())


@case
async def bounded_semaphore():
    gate = asyncio.BoundedSemaphore(2)
    log("release", attempt(gate.release))
    await gate.acquire()
    gate.release()
    log("release", attempt(gate.release))
    await gate.acquire()
    await gate.acquire()
    tasks = [start(name, use(name, gate, 0)) for name in "ab"]
    await pause()
    gate.release()
    gate.release()
    log("release", attempt(gate.release))
    await finish(*tasks)
    log("release", attempt(gate.release))


@case
async def semaphore_below_zero():
    log(attempt(asyncio.Semaphore, -1), attempt(asyncio.BoundedSemaphore, -1))


# Condition


async def listen(name, condition):
    async with condition:
        log(name, "waits")
        await condition.wait()
        log(name, "goes on")
        await pause(1)


async def notify(condition, count, before=0, hold=0):
    await pause(before)
    async with condition:
        log("notify", count)
        condition.notify(count)
        await pause(hold)


@case
async def condition_notifies_in_order():
    condition = asyncio.Condition()
    tasks = [start(name, listen(name, condition)) for name in "abcde"]
    await pause()
    await notify(condition, 2)
    await pause(4)
    await notify(condition, 0)
    async with condition:
        condition.notify_all()
        log("all")
    await finish(*tasks)
    log("locked", condition.locked())


@case
async def condition_notified_goes_on_when_it_has_the_lock():
    condition = asyncio.Condition()
    waiter = start("waiter", listen("waiter", condition))
    await pause()
    await condition.acquire()
    rival = start("rival", use("rival", condition))
    await pause()
    condition.notify()
    await pause(3)
    log("release")
    condition.release()
    await finish(waiter, rival)


@case
async def condition_notified_gets_the_lock_at_once_if_it_is_free():
    condition = asyncio.Condition()
    waiter = start("waiter", listen("waiter", condition))
    await pause()
    await condition.acquire()
    condition.notify()
    condition.release()
    log("released")
    await waiter


@case
async def condition_without_the_lock():
    condition = asyncio.Condition()
    log("notify", attempt(condition.notify), "all", attempt(condition.notify_all), "release", attempt(condition.release))
    await guard("wait", condition.wait())
    await guard("wait_for", condition.wait_for(lambda: False))
    await guard("wait_for", condition.wait_for(lambda: True))
    log("locked", condition.locked())


@case
async def condition_waits_for_a_predicate():
    condition = asyncio.Condition()
    state = [0]

    def predicate():
        log("asked", state[0])
        return state[0] >= 2

    async def body():
        async with condition:
            await condition.wait_for(predicate)
            log("goes on")

    waiter = start("waiter", body())
    for _ in range(3):
        await pause(3)
        async with condition:
            state[0] += 1
            condition.notify()
    await waiter


@case
async def condition_whose_predicate_fails():
    condition = asyncio.Condition()
    asked = []

    def predicate():
        asked.append(1)
        if len(asked) == 2:
            raise ValueError("lost")
        return False

    async def body():
        async with condition:
            await condition.wait_for(predicate)

    waiter = start("waiter", body())
    await pause()
    await notify(condition, 1)
    await waiter
    log("locked", condition.locked())


@case
async def condition_cancel_of_a_waiter_at_each_moment():
    def scenario():
        condition = asyncio.Condition()
        tasks = [start(name, listen(name, condition)) for name in "abc"]
        tasks.append(start("notifier", notify(condition, 1, before=3, hold=2)))
        tasks.append(start("last", notify(condition, 9, before=14)))
        return tasks[0], tasks, condition.locked

    await at_each_moment(scenario, 12)


@case
async def condition_cancel_twice_at_each_moment():
    def scenario():
        condition = asyncio.Condition()
        tasks = [start(name, listen(name, condition)) for name in "ab"]
        tasks.append(start("notifier", notify(condition, 1, before=3, hold=2)))
        tasks.append(start("last", notify(condition, 9, before=14)))
        return tasks[0], tasks, condition.locked

    await at_each_moment(scenario, 12, times=2)


@case
async def condition_cancelled_again_while_it_takes_the_lock():
    condition = asyncio.Condition()
    message = []

    async def body():
        async with condition:
            try:
                await condition.wait()
            except asyncio.CancelledError as error:
                message.append(str(error))
                log("has the lock", condition.locked())
                raise

    waiter = start("waiter", body())
    await pause()
    await condition.acquire()
    rival = start("rival", use("rival", condition))
    for word in ("one", "two", "three"):
        log("cancel", waiter.cancel(word))
        await pause(2)
    condition.release()
    await finish(rival, waiter)
    log(*message)


@case
async def condition_passes_on_the_notification_of_one_that_was_cancelled():
    for moment in range(4):
        condition = asyncio.Condition()
        tasks = [start(name, listen(name, condition)) for name in "ab"]
        await pause(3)
        await condition.acquire()
        condition.notify()
        log("notified")
        await pause(moment)
        tasks[0].cancel()
        condition.release()
        await pause(5)
        await notify(condition, 2)
        await finish(*tasks)


@case
async def condition_on_a_lock_from_outside():
    lock = asyncio.Lock()
    first, second = asyncio.Condition(lock), asyncio.Condition(lock)
    tasks = [start("a", listen("a", first)), start("b", listen("b", second))]
    await pause(3)
    async with lock:
        log("locked", first.locked(), second.locked())
        first.notify()
        second.notify()
    await finish(*tasks)


@case
async def condition_of_which_everybody_is_notified_and_the_lock_is_taken_again():
    condition = asyncio.Condition()
    tasks = [start(name, listen(name, condition)) for name in "abc"]
    await pause(3)
    for _ in range(2):
        await condition.acquire()
        condition.notify_all()
        condition.release()
        log("released")
    await finish(*tasks)


# Barrier


async def meet(name, barrier, rounds=1):
    for _ in range(rounds):
        log(name, "arrives")
        log(name, "goes on as", await barrier.wait())


def standing(barrier):
    return f"waiting {barrier.n_waiting} broken {barrier.broken}"


@case
async def barrier_lets_the_last_to_arrive_go_first():
    barrier = asyncio.Barrier(3)
    await finish(*[start(name, meet(name, barrier)) for name in "abc"])
    log(standing(barrier))


@case
async def barrier_of_one():
    barrier = asyncio.Barrier(1)
    await meet("a", barrier, 3)
    log(standing(barrier), "parties", barrier.parties)


@case
async def barrier_serves_one_round_after_the_other():
    barrier = asyncio.Barrier(2)
    await finish(*[start(name, meet(name, barrier, 2)) for name in "abcd"])
    log(standing(barrier))


@case
async def barrier_whose_newcomers_come_while_it_drains():
    barrier = asyncio.Barrier(3)
    tasks = [start(name, meet(name, barrier)) for name in "abcdefg"]
    for _ in range(12):
        log(standing(barrier))
        await asyncio.sleep(0)
    tasks += [start(name, meet(name, barrier)) for name in "hi"]
    await finish(*tasks)


@case
async def barrier_cancel_of_one_that_waits_at_each_moment():
    def scenario():
        barrier = asyncio.Barrier(3)

        async def late(name, iterations):
            await pause(iterations)
            await meet(name, barrier)

        tasks = [start("a", meet("a", barrier)), start("b", meet("b", barrier)), start("c", late("c", 3)), start("d", late("d", 9))]

        async def end():
            await pause(20)
            log(standing(barrier))
            await barrier.abort()

        return tasks[0], [*tasks, start("end", end())], lambda: standing(barrier)

    await at_each_moment(scenario, 10)


@case
async def barrier_cancel_of_one_that_arrives_while_it_drains():
    def scenario():
        barrier = asyncio.Barrier(2)

        async def late(name, iterations):
            await pause(iterations)
            await meet(name, barrier)

        tasks = [start("a", meet("a", barrier)), start("b", late("b", 2)), start("c", late("c", 2)), start("d", late("d", 2))]

        async def end():
            await pause(20)
            await barrier.abort()

        return tasks[2], [*tasks, start("end", end())], lambda: standing(barrier)

    await at_each_moment(scenario, 9)


@case
async def barrier_abort():
    barrier = asyncio.Barrier(3)
    tasks = [start(name, meet(name, barrier)) for name in "ab"]
    await pause()
    log(standing(barrier))
    await barrier.abort()
    log(standing(barrier))
    late = start("late", meet("late", barrier))
    await finish(*tasks, late)
    log(standing(barrier))
    await barrier.reset()
    log(standing(barrier))
    await finish(*[start(name, meet(name, barrier)) for name in "abc"])


@case
async def barrier_reset():
    barrier = asyncio.Barrier(3)
    await barrier.reset()
    log(standing(barrier))
    tasks = [start(name, meet(name, barrier)) for name in "ab"]
    await pause()
    await barrier.reset()
    log(standing(barrier))
    tasks += [start(name, meet(name, barrier)) for name in "cde"]
    await finish(*tasks)
    log(standing(barrier))


@case
async def barrier_reset_and_abort_at_each_moment():
    for method in ("reset", "abort"):
        for moment in range(5):
            barrier = asyncio.Barrier(3)

            async def change():
                log(method, standing(barrier))
                await getattr(barrier, method)()
                log(method, standing(barrier))

            tasks = [start(name, meet(name, barrier)) for name in "abc"[:moment]]
            tasks.append(start(method, change()))
            tasks += [start(name, meet(name, barrier)) for name in "abc"[moment:]]
            await pause(4)
            log(standing(barrier))
            await barrier.reset()
            await finish(*tasks)
            log(standing(barrier))


@case
async def barrier_of_nobody():
    log(attempt(asyncio.Barrier, 0), attempt(asyncio.Barrier, -1))


# Of another loop


@case
def primitives_of_another_loop():
    lock, event, semaphore, condition, barrier = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(0), asyncio.Condition(), asyncio.Barrier(2)
    first, second = Loop(), Loop()

    async def body():
        await lock.acquire()
        return [start(name, coroutine) for name, coroutine in (
            ("lock", lock.acquire()), ("event", event.wait()), ("semaphore", semaphore.acquire()),
            ("condition", use_condition()), ("barrier", barrier.wait()))]

    async def use_condition():
        async with condition:
            await condition.wait()

    tasks = first.run_until_complete(body())
    first.run_until_complete(pause())

    async def other():
        for name, coroutine in (
                ("lock", lock.acquire()), ("event", event.wait()), ("semaphore", semaphore.acquire()), ("condition", use_condition())):
            await guard(name, coroutine)

    second.run_until_complete(other())
    for task in tasks:
        task.cancel()
    first.run_until_complete(finish(*tasks))
    first.close()
    second.close()
