using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>What every order that is explored keeps, and what it does not.</summary>
public sealed class LegalOrderTests
{
    [Test]
    public void CallbacksOfOneStep_KeepTheirOrder_ThoseOfOthersDoNot() => Orders(
        log =>
        {
            CreateTask(Call("a"));
            CreateTask(Call("b"));

            IEnumerator<Awaitable> Call(string name)
            {
                Scheduler.Current.CallSoon(() => log($"{name}1"));
                Scheduler.Current.CallSoon(() => log($"{name}2"));
                yield break;
            }
        }).ShouldBe(["a1 a2 b1 b2", "a1 b1 a2 b2", "a1 b1 b2 a2", "b1 a1 a2 b2", "b1 a1 b2 a2", "b1 b2 a1 a2"], ignoreOrder: true);

    [Test]
    public void DoneCallbacksOfAFuture_KeepTheirOrder() => Orders(
        log =>
        {
            var future = new Future();
            future.AddDoneCallback(_ => log("first"));
            future.AddDoneCallback(_ => log("second"));
            CreateTask(Log("task"));
            future.SetResult();

            IEnumerator<Awaitable> Log(string name)
            {
                log(name);
                yield break;
            }
        }).ShouldBe(["first second task", "first task second", "task first second"], ignoreOrder: true);

    [Test]
    public void TimersWithEqualDeadlines_KeepTheirOrder_SleepersDoNot() => Orders(
        log =>
        {
            Scheduler.Current.CallLater(1.0, () => log("timer1"));
            Scheduler.Current.CallLater(1.0, () => log("timer2"));
            CreateTask(Nap("x"));
            CreateTask(Nap("y"));

            IEnumerator<Awaitable> Nap(string name)
            {
                yield return Sleep(1.0);
                log(name);
            }
        }).ShouldBe(["timer1 timer2 x y", "timer1 timer2 y x"], ignoreOrder: true);

    [Test]
    public void WhatAStepMakesReady_RunsInALaterIteration() => Orders(
        log =>
        {
            CreateTask(Twice("a"));
            CreateTask(Twice("b"));

            IEnumerator<Awaitable> Twice(string name)
            {
                log($"{name}1");
                yield return null;
                log($"{name}2");
            }
        }).ShouldBe(["a1 b1 a2 b2", "a1 b1 b2 a2", "b1 a1 a2 b2", "b1 a1 b2 a2"], ignoreOrder: true);

    [Test]
    public void CancelOfASleeperWhoseTimerHasFired_IsNotLost_InAnyOrder() => Orders(
        log =>
        {
            CoTask sleeper = CreateTask(Nap(), "sleeper");
            CreateTask(Cancel(1.0, sleeper));

            IEnumerator<Awaitable> Nap()
            {
                yield return Settle(Sleep(1.0), out Outcome outcome, includeCancellation: true);
                log(outcome.IsCancelled ? "cancelled" : "slept");
            }

            IEnumerator<Awaitable> Cancel(double after, CoTask task)
            {
                yield return Sleep(after);
                log($"cancel {task.Cancel()}");
            }
        }).ShouldBe(["cancel True cancelled", "slept cancel False"], ignoreOrder: true);

    // The trace of each legal order, each different one once.
    private static HashSet<string> Orders(Action<Action<string>> program)
    {
        HashSet<string> orders = [];
        Schedules.ExploreAll(Main).ShouldPass().IsExhaustive.ShouldBeTrue();
        return orders;

        IEnumerator<Awaitable> Main()
        {
            List<string> order = [];
            program(order.Add);
            yield return Sleep(10.0);
            orders.Add(string.Join(' ', order));
        }
    }
}
