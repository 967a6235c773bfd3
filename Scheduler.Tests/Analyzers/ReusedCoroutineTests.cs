using Microsoft.CodeAnalysis;

namespace Coroutines.Tests.Analyzers;

/// <summary>CORO004: a variable whose coroutine is certainly run, awaited or started a second time.</summary>
public sealed class ReusedCoroutineTests
{
    [Test]
    public void Message_NamesTheVariable_AndIsAWarning()
    {
        AnalyzedSource source = AnalyzedSource.OfMembers("""
            void M(IEnumerator<Awaitable> patrol)
            {
                Scheduler.Run(patrol);
                Scheduler.Run(patrol);
            }
            """);

        source.Messages.ShouldBe([
            "The coroutine in 'patrol' has been run, awaited or started before it comes here again: call the method that makes it once for each time, or make one task of it and await that",
        ]);
        source.Severities.ShouldBe([DiagnosticSeverity.Warning]);
    }

    [Test]
    public void SecondUse_IsReported_WhateverTheUses() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> Awaited()
        {
            var one = Other();
            yield return Await(one);
            yield return Await(one); // CORO004
            yield return Settle(one, out _); // CORO004
            yield return Try(one).Finally(() => { }); // CORO004
            yield return WaitFor(one, 1.0); // CORO004
            Defer(one); // CORO004
        }

        IEnumerator<Awaitable> Typed()
        {
            IEnumerator<Awaitable> one = Other();
            CreateTask<int>(one, name: "one");
            yield return Await<int>(one).Into(out var again); // CORO004
            yield return Gather(Other(), one); // CORO004
            yield return Gather(new[] { one }); // CORO004
            yield return Await(Sequence(one, Other())); // CORO004
        }

        void Started(Scheduler scheduler, Runner runner, CoGroup enemies, Coroutines.Testing.TestScheduler test)
        {
            IEnumerator<Awaitable> one;
            one = Other();
            scheduler.CreateTask(one);
            scheduler.RunUntilComplete(one); // CORO004
            runner.Run(one); // CORO004
            enemies.CreateTask(one); // CORO004
            test.Run(one); // CORO004
            scheduler.RunCoroutineThreadsafe(one); // CORO004
        }

        IEnumerator<Awaitable> InAGroup(IEnumerator<Awaitable> given)
        {
            var group = new TaskGroup();
            group.CreateTask(given);
            group.CreateTask(given); // CORO004
            yield return group;
        }

        IEnumerator<Awaitable> Other() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void SecondUse_IsReported_WhicheverWayLeadsThere() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(bool first, int how)
        {
            var one = Other();
            if (first)
            {
                yield return Await(one);
            }
            else
            {
                CreateTask(one);
            }

            yield return Await(one); // CORO004
            var two = Other();
            using (Timeout(1.0))
            {
                yield return Await(two);
            }

            try
            {
                yield return Await(two); // CORO004
            }
            finally
            {
                Console.WriteLine();
            }

            var three = Other();
            CreateTask(three);
            if (first)
            {
                yield return Await(three); // CORO004
            }

            if (how is 0 or 1) yield return Await(three); // CORO004
        }

        void Lambdas(Scheduler scheduler)
        {
            var one = Other();
            scheduler.CallSoon(() =>
            {
                CreateTask(one);
                CreateTask(one); // CORO004
            });
            void Local()
            {
                var two = Other();
                CreateTask(two);
                CreateTask(two); // CORO004
            }

            Local();
        }

        IEnumerator<Awaitable> Other() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void UseInEachTurnOfALoop_IsReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(int[] numbers, IEnumerator<Awaitable> given)
        {
            var retried = Other();
            Outcome outcome;
            do
            {
                yield return Settle(retried, out outcome); // CORO004
            }
            while (!outcome.IsSuccess);

            var one = Other();
            for (int i = 0; i < 3; i++)
            {
                if (i == 1) { Console.WriteLine(); }
                yield return Await(one); // CORO004
            }

            var two = Other();
            foreach (int number in numbers)
            {
                CreateTask(two); // CORO004
            }

            while (true)
            {
                yield return Settle(given, out outcome); // CORO004
                if (outcome.IsSuccess) { break; }
                yield return Sleep(1);
            }
        }

        IEnumerator<Awaitable> Other() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void UseOnOneWayOnly_IsNotReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(bool first, int how, int[] numbers)
        {
            var one = Other();
            if (first) yield return Await(one);
            else CreateTask(one);

            var two = Other();
            if (first) yield return Await(two);
            if (!first) yield return Await(two);

            var three = Other();
            switch (how)
            {
                case 0: yield return Await(three); break;
                case 1: CreateTask(three); break;
                default: Scheduler.Run(three); break;
            }

            var four = Other();
            bool isStarted = false;
            foreach (int number in numbers)
            {
                if (!isStarted)
                {
                    isStarted = true;
                    CreateTask(four);
                }
            }

            var five = Other();
            while (true)
            {
                if (first)
                {
                    yield return Await(five);
                    break;
                }

                yield return null;
            }

            var six = Other();
            do
            {
                yield return Await(six);
            }
            while (false);

            var seven = Other();
            while (true)
            {
                if (!first)
                {
                    yield return null;
                    continue;
                }

                first = false;
                CreateTask(seven);
            }
        }

        IEnumerator<Awaitable> Ends(IEnumerator<Awaitable> one, int[] numbers)
        {
            foreach (int number in numbers)
            {
                yield return Await(one);
                yield return Return(number);
            }
        }

        void Catches(Scheduler scheduler, IEnumerator<Awaitable> one)
        {
            try
            {
                Prepare();
                scheduler.RunUntilComplete(one);
            }
            catch (IOException)
            {
                scheduler.RunUntilComplete(one);
            }
        }

        void CatchesAfterwards(Scheduler scheduler, IEnumerator<Awaitable> one)
        {
            try { scheduler.RunUntilComplete(one); return; }
            catch (IOException) { }
            scheduler.RunUntilComplete(one);
        }

        void Prepare() { }
        IEnumerator<Awaitable> Other() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void VariableThatIsSetInBetween_IsNotReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable>? _field;

        IEnumerator<Awaitable> M(List<IEnumerator<Awaitable>> list, Queue<IEnumerator<Awaitable>> queue)
        {
            var one = Other();
            yield return Await(one);
            one = Other();
            yield return Await(one);
            Renew(ref one);
            yield return Await(one);
            Make(out one);
            yield return Await(one);
            (one, int number) = (Other(), 1);
            yield return Await(one);
            Make(out var two);
            yield return Await(two);
            foreach (var each in list) yield return Await(each);
            for (var next = Other(); ; next = Other()) yield return Await(next);
            while (queue.TryDequeue(out var waiting)) yield return Await(waiting);
            while (true)
            {
                var fresh = Other();
                yield return Await(fresh);
                if (Next() is { } found) yield return Await(found);
                one = Other();
                CreateTask(one);
            }
        }

        void Captured(Scheduler scheduler, IEnumerator<Awaitable> given)
        {
            var one = Other();
            Action renew = () => one = Other();
            scheduler.CreateTask(one);
            renew();
            scheduler.CreateTask(one);
            void Local() => given = Other();
            scheduler.CreateTask(given);
            Local();
            scheduler.CreateTask(given);
        }

        void ByReference(Scheduler scheduler, ref IEnumerator<Awaitable> one)
        {
            scheduler.CreateTask(one);
            scheduler.Tick(1);
            scheduler.CreateTask(one);
        }

        void Handlers(Scheduler scheduler, IEnumerator<Awaitable> one)
        {
            try { scheduler.CreateTask(one); }
            finally { one = Other(); }
            scheduler.CreateTask(one);
        }

        void Renew(ref IEnumerator<Awaitable> one) => one = Other();
        void Make(out IEnumerator<Awaitable> one) => one = Other();
        IEnumerator<Awaitable>? Next() => null;
        IEnumerator<Awaitable> Other() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void WhatRunsNoCoroutineTwice_IsNotReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable>? _field;

        IEnumerator<Awaitable> M(IEnumerator<int> numbers, Future future, CoTask task, Func<IEnumerator<Awaitable>> make)
        {
            var one = Other();
            Own(one);
            Own(one);
            one.MoveNext();
            one.MoveNext();
            one.Dispose();
            yield return Gather(one, one);
            yield return task;
            yield return task;
            yield return Await(future);
            yield return Await(future);
            yield return Await(make());
            yield return Await(make());
            var sleep = Sleep(1);
            yield return sleep;
            yield return sleep;
            CreateTask(_field!);
            CreateTask(_field!);
        }

        static void Own(IEnumerator<Awaitable> coroutine) { }
        IEnumerator<Awaitable> Other() { yield break; }
        """).ShouldBeAsMarked();
}
