namespace Coroutines.Tests.Analyzers;

/// <summary>CORO009: a loop that goes on after a cancel.</summary>
public sealed class SwallowedCancellationTests
{
    [Test]
    public void LoopThatGoesOnAfterACancel_IsReported()
    {
        AnalyzedSource source = AnalyzedSource.OfMembers("""
            IEnumerator<Awaitable> M(bool go)
            {
                while (go)
                {
                    yield return Settle(Other(), out _, includeCancellation: true); // CORO009
                }

                for (;;)
                {
                    yield return Settle(Sleep(1), out var outcome, true); // CORO009
                    Console.WriteLine(outcome.IsSuccess);
                    yield return Try(Other()).Catch<CancelledException>(e => { }); // CORO009
                }
            }

            IEnumerator<Awaitable> Other() { yield break; }
            """);

        source.ShouldBeAsMarked();
        source.Messages.First().ShouldBe(
            "'Settle(...)' takes a cancel and the loop goes on, so that this coroutine cannot be ended: leave the loop when the outcome 'IsCancelled', or do not ask for cancels");
    }

    [Test]
    public void LoopThatLooksAtTheCancel_OrComesToAnEnd_IsNotReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(CoTask[] tasks, Action<Outcome> report)
        {
            while (true)
            {
                yield return Settle(Other(), out _);
                yield return Settle(Other(), out var asked, includeCancellation: true);
                if (asked.IsCancelled)
                {
                    break;
                }

                yield return Settle(Other(), out var thrown, includeCancellation: true);
                thrown.ThrowIfFailed();
                yield return Settle(Other(), out var given, includeCancellation: true);
                report(given);
                tasks[0].Cancel();
                yield return Settle(tasks[0], out _, includeCancellation: true);
                yield return Try(Other()).Catch<Exception>(e => { });
                yield return Try(Other()).Catch<CancelledException>(e => throw e);
            }

            foreach (CoTask task in tasks)
            {
                yield return Settle(Await(task), out _, includeCancellation: true);
            }

            for (int i = 0; i < 3; i++)
            {
                yield return Settle(Other(), out _, includeCancellation: true);
            }

            yield return Settle(Other(), out _, includeCancellation: true);
        }

        IEnumerator<Awaitable> Other() { yield break; }
        """).ShouldBeAsMarked();
}
