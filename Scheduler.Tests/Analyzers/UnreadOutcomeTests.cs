namespace Coroutines.Tests.Analyzers;

/// <summary>CORO007: what fails in a <c>Settle</c>, and is never heard of.</summary>
public sealed class UnreadOutcomeTests
{
    [Test]
    public void OutcomeThatNobodyReads_IsReported()
    {
        AnalyzedSource source = AnalyzedSource.OfMembers("""
            IEnumerator<Awaitable> M(CoTask<int> task)
            {
                yield return Settle(Other(), out var outcome); // CORO007
                yield return Settle(task, out var typed, includeCancellation: true); // CORO007
                Outcome kept;
                yield return Settle(Other(), out kept); // CORO007
                yield return Settle(Other(), out kept); // CORO007
            }

            IEnumerator<Awaitable> Other() { yield break; }
            """);

        source.ShouldBeAsMarked();
        source.Messages.First().ShouldBe("Nobody reads 'outcome', so that a failure is lost: look at it, call 'ThrowIfFailed()', or write 'out _' to lose it on purpose");
    }

    [Test]
    public void OutcomeThatIsRead_IsNotReported_WhereverThatIs() => AnalyzedSource.OfMembers("""
        private Outcome _kept = null!;
        private readonly Dictionary<string, Outcome> _all = new();

        IEnumerator<Awaitable> M(CoTask<int> task, Action<Outcome> report, Outcome outcome)
        {
            yield return Settle(Other(), out var asked);
            if (asked.IsSuccess) { }
            yield return Settle(task, out var typed);
            Console.WriteLine(typed.Result);
            yield return Settle(Other(), out var shown);
            Console.WriteLine($"{shown}");
            yield return Settle(Other(), out var handedOn);
            report(handedOn);
            yield return Settle(Other(), out var stored);
            _all["x"] = stored;
            yield return Settle(Other(), out var captured);
            Defer(() => captured.ThrowIfFailed());
            yield return Settle(Other(), out var returned);
            report(returned);
            yield return Settle(Other(), out _kept);
            yield return Settle(Other(), out outcome);
            yield return Settle(Other(), out var local);
            void Local() => Console.WriteLine(local);
            Local();
            yield return Settle(Other(), out _);
            Outcome last;
            do
            {
                yield return Settle(Other(), out last);
            }
            while (!last.IsSuccess);
        }

        IEnumerator<Awaitable> Other() { yield break; }
        """).ShouldBeAsMarked();

    [Test]
    public void ParameterOfTheName_IsNotTheOutcomeOfASettle() => AnalyzedSource.OfMembers("""
        void Report(Outcome outcome) { }

        Awaitable Asked(IEnumerator<Awaitable> body, out Outcome outcome) => Settle(body, out outcome);

        Awaitable AskedTwice(IEnumerator<Awaitable> body, ref Outcome outcome) => Settle(body, out outcome);
        """).ShouldBeAsMarked();
}
