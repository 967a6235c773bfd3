namespace Coroutines.Tests.Analyzers;

/// <summary>CORO008: a time limit that only the coroutine's end ends.</summary>
public sealed class LooseTimeLimitTests
{
    [Test]
    public void LimitThatNothingEnds_IsReported()
    {
        AnalyzedSource source = AnalyzedSource.OfMembers("""
            IEnumerator<Awaitable> M()
            {
                Timeout(10); // CORO008
                TimeoutAt(20); // CORO008
                CoTimeout limit = Timeout(5); // CORO008
                limit.Reschedule(7);
                Console.WriteLine(limit.When);
                CoTimeout later;
                later = Timeout(6); // CORO008
                yield return Sleep(1);
            }
            """);

        source.ShouldBeAsMarked();
        source.Messages.First().ShouldBe("'Timeout(...)' limits all that follows in the coroutine: write 'using (Timeout(...))' around what it is meant for");
    }

    [Test]
    public void LimitThatIsEnded_OrMeantForTheRest_IsNotReported() => AnalyzedSource.OfMembers("""
        private CoTimeout _kept = null!;

        IEnumerator<Awaitable> M(Action<CoTimeout> give)
        {
            using (Timeout(1)) { yield return Sleep(1); }
            using (CoTimeout one = Timeout(1)) { yield return Sleep(1); }
            using var two = Timeout(1);
            CoTimeout three = Timeout(1);
            three.Dispose();
            CoTimeout four = Timeout(1);
            give(four);
            give(Timeout(1));
            CoTimeout five = Timeout(1);
            using (five) { yield return Sleep(1); }
            CoTimeout six = Timeout(1);
            Defer(() => six.Dispose());
            _kept = Timeout(1);
            _ = Timeout(1);
            Action expectedToThrow = () => Timeout(double.NaN);
            yield return WaitFor(Sleep(1), 2);
        }

        CoTimeout Limit() => Timeout(1);
        """).ShouldBeAsMarked();
}
