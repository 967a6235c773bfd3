using Microsoft.CodeAnalysis;

namespace Coroutines.Tests.Analyzers;

/// <summary>CORO002 and CORO003: what is called, and neither yielded nor started.</summary>
public sealed class ForgottenCallTests
{
    [Test]
    public void Messages_NameWhatWasCalled_AndAreWarnings()
    {
        AnalyzedSource source = AnalyzedSource.OfMembers("""
            IEnumerator<Awaitable> Fetch(string page)
            {
                Fetch("a");
                Sleep(1);
                yield return null;
            }
            """);

        source.Messages.ShouldBe([
            "Calling the coroutine 'Fetch' runs nothing: write 'yield return Await(Fetch(...))' to run it here, or 'CreateTask(Fetch(...))' to run it side by side",
            "'Sleep' only says what to wait for, and nothing waits for it: write 'yield return Sleep(...)'",
        ]);
        source.Severities.ShouldBe([DiagnosticSeverity.Warning, DiagnosticSeverity.Warning]);
    }

    [Test]
    public void Names_AreThoseOfTheCodeThatIsWritten() => AnalyzedSource.OfMembers("""
        void M(Func<IEnumerator<Awaitable>> start, CoLock gate, C? other)
        {
            start();
            gate.Acquire().Into(out var held);
            other?.Coroutine();
        }

        IEnumerator<Awaitable> Coroutine() { yield break; }
        """).Messages.Select(message => message.Split('\'')[1]).ShouldBe(["start", "Acquire", "Coroutine"]);

    [Test]
    public void Suggestion_IsTheWholeExpression() => AnalyzedSource.OfMembers("""
        void M(CoLock gate, CoQueue<int> jobs, C? other, C[] all)
        {
            gate.Acquire();
            gate.Acquire().Into(out var held);
            jobs.Get().Into(out _);
            Try(Coroutine(1)).Catch<IOException>(e => { }).Finally(() => { });
            Await<int>(Coroutine(1)).Into(out var x);
            other?.Coroutine(1);
            all[0].Coroutine(1).Named("one");
            new C().Wait();
        }

        Awaitable Wait() => Sleep(1);
        IEnumerator<Awaitable> Coroutine(int n) { yield break; }
        }

        static class Extensions
        {
            internal static IEnumerator<Awaitable> Named(this IEnumerator<Awaitable> coroutine, string name) => coroutine;
        """).Messages.ShouldBe([
            Forgotten("Acquire", "gate.Acquire()"),
            Forgotten("Acquire", "gate.Acquire().Into(out var held)"),
            Forgotten("Get", "jobs.Get().Into(out _)"),
            Forgotten("Try", "Try(...).Catch<IOException>(...).Finally(...)"),
            Forgotten("Await", "Await<int>(...).Into(out var x)"),
            NeverRun("Coroutine", "other?.Coroutine(...)"),
            NeverRun("Coroutine", "all[0].Coroutine(...).Named(...)"),
            Forgotten("Wait", "new C().Wait()"),
        ]);

    [Test]
    public void ForgottenCoroutine_IsReported_WhereverItIsCalled() => AnalyzedSource.OfMembers("""
        void M(Func<IEnumerator<Awaitable>> start, C? other, Scheduler scheduler)
        {
            Coroutine(); // CORO002
            start(); // CORO002
            start.Invoke(); // CORO002
            other?.Coroutine(); // CORO002
            other!.Coroutine(); // CORO002
            Generic<int>(); // CORO002
            IEnumerator<Awaitable> Local() { yield break; }
            Local(); // CORO002
            scheduler.CallLater(1.0, () => Coroutine()); // CORO002
            scheduler.CallSoon(() => { Coroutine(); }); // CORO002
        }

        void Short() => Coroutine(); // CORO002

        IEnumerator<Awaitable> Coroutine()
        {
            Coroutine(); // CORO002
            yield return null;
        }

        IEnumerator<Awaitable> Generic<T>() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void CoroutineThatIsUsed_IsNotReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable>? _kept;

        IEnumerator<Awaitable> Uses(Scheduler scheduler, List<IEnumerator<Awaitable>> list)
        {
            yield return Await(Coroutine());
            CreateTask(Coroutine());
            CoTask task = scheduler.CreateTask(Coroutine());
            var kept = Coroutine();
            _kept = Coroutine();
            _kept ??= Coroutine();
            _ = Coroutine();
            list.Add(Coroutine());
            Defer(Coroutine());
            Gather(Coroutine(), Coroutine());
            scheduler.RunUntilComplete(Coroutine());
            Func<IEnumerator<Awaitable>> factory = () => Coroutine();
            Coroutine().Dispose();
            foreach (Func<IEnumerator<Awaitable>> make in new[] { factory, Coroutine })
            {
                yield return Settle(make(), out _);
            }
        }

        IEnumerator<Awaitable> Coroutine() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void CoroutineTakenOutOfAContainer_IsNotReported() => AnalyzedSource.OfMembers("""
        void M(Queue<IEnumerator<Awaitable>> waiting, Stack<Awaitable> awaitables)
        {
            waiting.Dequeue();
            awaitables.Pop();
        }
        """).ShouldBeAsMarked();

    [Test]
    public void ForgottenIterator_IsReported_ThoughItIsNoCoroutineOfTheLibrary()
    {
        AnalyzedSource source = AnalyzedSource.OfMembers("""
            IEnumerator<string> Wash()
            {
                Fade(); // CORO002
                IEnumerator<int> Local() { yield return 1; }
                Local(); // CORO002
                yield return "washing";
            }

            System.Collections.IEnumerator Fade()
            {
                Wash(); // CORO002
                yield break;
            }
            """);

        source.ShouldBeAsMarked();
        source.Messages.ShouldContain("Calling the iterator 'Wash' runs nothing: keep what it returns, and step that with 'MoveNext()'");
    }

    [Test]
    public void OtherEnumerators_AreNotReported() => AnalyzedSource.OfMembers("""
        void M(List<int> list, IEnumerator<string> wash)
        {
            list.GetEnumerator();
            Find();
            Nested();
            Awaitables();
            wash.MoveNext();
            "abc".ToString();
        }

        IEnumerator<int> Find() => new List<int>().GetEnumerator();

        IEnumerator<int> Nested()
        {
            return Numbers();
            IEnumerator<int> Numbers() { yield break; }
        }

        IEnumerable<Awaitable> Awaitables() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void ForgottenAwaitable_IsReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(CoLock gate, CoEvent ready, CoQueue<int> jobs, CoTask task, Task other, TaskGroup group)
        {
            Sleep(1); // CORO003
            Yield(); // CORO003
            gate.Acquire(); // CORO003
            gate.Acquire().Into(out var held); // CORO003
            ready.Wait(); // CORO003
            jobs.Put(1); // CORO003
            jobs.Get(); // CORO003
            Await(task); // CORO003
            Await(other); // CORO003
            Await(Coroutine()); // CORO003
            Settle(task, out _); // CORO003
            WaitFor(task, 1.0); // CORO003
            Try(Coroutine()).Catch<IOException>(e => { }); // CORO003
            Try<int>(Coroutine()).Catch<IOException>(e => 0); // CORO003
            Try<int>(Coroutine()).Into(out var result); // CORO003
            Await(token => Task.Delay(1, token)); // CORO003
            ToThread(() => { }); // CORO003
            Return(1); // CORO003
            Helper(); // CORO003
            yield break;
        }

        Awaitable Helper() => Sleep(2);
        IEnumerator<Awaitable> Coroutine() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void TaskThatGoesOnByItself_IsNotReported_WhateverFollowsOnIt() => AnalyzedSource.OfMembers("""
        void M(Scheduler scheduler, CoTask<int> task, Future<int> future, TaskGroup group, C? other)
        {
            CreateTask<int>(Coroutine()).Into(out var a);
            scheduler.CreateTask<int>(Coroutine()).Into(out var b);
            group.CreateTask<int>(Coroutine()).Into(out var c);
            CreateTask<int>(Coroutine()).BindTo(new Lifetime());
            task.Into(out var d);
            task.Into(out var e).Into(out var f);
            future.Into(out _);
            other?.Task.Into(out var g);
            ((Awaitable<int>)task).Into(out var h);
            Gather<int>(Coroutine(), Coroutine()).Into(out var i);
            Race<int>(Coroutine(), Coroutine()).Into(out var j).Into(out var k);
            Shield<int>(Coroutine()).Into(out var l);
            scheduler.RunInExecutor(null, () => 1).Into(out var m);
        }

        CoTask<int> Task => null!;
        IEnumerator<Awaitable> Coroutine() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void AwaitableThatIsYieldedLater_IsNotReported() => AnalyzedSource.OfMembers("""
        Awaitable<int> _kept;

        IEnumerator<Awaitable> M(CoQueue<int> jobs, CoQueue<int> others, Awaitable<int> made, TryBlock block)
        {
            jobs.Get().Into(out var first);
            others.Get().Into(out var second);
            others.Get().Into(out _kept);
            others.Get().Into(out var never); // CORO003
            made.Into(out var again);
            block.Catch<IOException>(e => { }).Finally(() => { });
            yield return first;
            yield return Settle(second, out _);
            Console.WriteLine(first.Result + never.Result);
            yield return block;
        }
        """).ShouldBeAsMarked();

    [Test]
    public void AwaitableThatIsUsed_OrBeginsByItself_IsNotReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(CoLock gate, CoQueue<int> jobs, Scheduler scheduler, List<Awaitable> list)
        {
            yield return Sleep(1);
            yield return gate.Acquire().Into(out var held);
            Awaitable kept = Sleep(1);
            _ = Sleep(1);
            list.Add(Sleep(1));
            Gather<int>(Coroutine(), Coroutine());
            GatherOutcomes(Coroutine());
            Shield<int>(Coroutine());
            Race<int>(Coroutine());
            RunInExecutor(null, () => { });
            scheduler.RunInExecutor(null, () => 1);
            jobs.PutNoWait(1);
            gate.Release();
            held.Result.Dispose();
            Action expectedToThrow = () => Sleep(double.NaN);
            yield return kept;
        }

        IEnumerator<Awaitable> Coroutine() { yield break; }
        """).ShouldBeAsMarked();

    private static string Forgotten(string name, string expression) =>
        $"'{name}' only says what to wait for, and nothing waits for it: write 'yield return {expression}'";

    private static string NeverRun(string name, string expression) =>
        $"Calling the coroutine '{name}' runs nothing: write 'yield return Await({expression})' to run it here, or 'CreateTask({expression})' to run it side by side";
}
