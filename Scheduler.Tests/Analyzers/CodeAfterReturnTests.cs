using Microsoft.CodeAnalysis;

namespace Coroutines.Tests.Analyzers;

/// <summary>CORO001: code after <c>yield return Return(…)</c>.</summary>
public sealed class CodeAfterReturnTests
{
    [Test]
    public void Message_NamesTheCoroutine_AndIsAnError()
    {
        AnalyzedSource source = AnalyzedSource.OfMembers("""
            IEnumerator<Awaitable> Fetch()
            {
                yield return Return(1);
                yield return Sleep(1);
            }

            void M()
            {
                IEnumerator<Awaitable> Local()
                {
                    yield return Return(1);
                    M();
                }
            }
            """);

        source.Messages.ShouldBe([
            "This never runs: 'yield return Return(...)' before it ends the coroutine 'Fetch'",
            "This never runs: 'yield return Return(...)' before it ends the coroutine 'Local'",
        ]);
        source.Severities.ShouldBe([DiagnosticSeverity.Error, DiagnosticSeverity.Error]);
    }

    [Test]
    public void CodeBehindAReturn_IsReported_Once() => Check("""
        yield return null;
        yield return (Awaitable.Return(1));
        int dead = 1; // CORO001
        Console.WriteLine(dead);
        yield return Return(2);
        """);

    [Test]
    public void CodeBehindABlockThatReturns_IsReported() => Check("""
        using (new MemoryStream())
        {
            try
            {
                if (flag)
                    yield return Return(1);
                else
                {
                    yield return Return(2);
                }
            }
            finally
            {
                Console.WriteLine("runs");
            }
        }

        Console.WriteLine("never"); // CORO001
        """);

    [Test]
    public void CodeBehindAChoiceOfReturnAndJump_IsReported() => Check("""
        foreach (int i in new[] { 1, 2 })
        {
            if (flag) { yield return Return(1); } else if (i == 2) { continue; } else throw new IOException();
            Console.WriteLine("never"); // CORO001
        }
        """);

    [Test]
    public void CodeBehindAReturn_InALoopOrSwitchSection_IsReported() => Check("""
        while (true)
        {
            switch (number)
            {
                case 1:
                    yield return Return(1);
                    number++; // CORO001
                    break;
            }

            for (int i = 0; i < 3; i++)
            {
                yield return Return(i);
                number++; // CORO001
            }
        }
        """);

    [Test]
    public void EachDeadList_IsReported() => Check("""
        {
            yield return Return(1);
            Console.WriteLine("inner"); // CORO001
        }

        Console.WriteLine("outer"); // CORO001
        """);

    [Test]
    public void WhatIsReached_IsNotReported() => Check("""
        if (flag) yield return Return(1);
        Console.WriteLine();
        if (flag) { yield return Return(1); }
        if (flag) { yield return Return(1); } else { number++; }
        foreach (int i in new[] { 1 }) { yield return Return(i); }
        while (flag) { yield return Return(1); }
        do { if (flag) { yield return Return(1); } } while (flag);
        switch (number)
        {
            case 1: yield return Return(1); break;
            case 2: { yield return Return(2); } break;
            case 3: yield return Return(3); goto case 1;
            default: number++; break;
        }

        try { if (number > 1) yield return Return(1); } finally { number--; }
        yield return flag ? Return(1) : Sleep(1);
        Console.WriteLine();
        """);

    [Test]
    public void WhatSaysThatThisIsTheEnd_IsNotReported() => Check("""
        if (flag)
        {
            yield return Return(1);
            yield break;
        }

        while (flag)
        {
            if (number == 1) { yield return Return(1); break; }
            if (number == 2) { yield return Return(2); continue; }
            if (number == 3) { yield return Return(3); throw new IOException(); }
        }

        yield return Return(Twice(number));
        ;
        { }

        int Twice(int value) => 2 * value;
        """);

    [Test]
    public void WhatCanBeJumpedTo_IsNotReported() => Check("""
        if (flag) goto again;
        yield return Return(1);
        again:
        Console.WriteLine();
        Console.WriteLine();
        """);

    [Test]
    public void ReturnInANestedFunction_EndsOnlyThat() => Check("""
        IEnumerator<Awaitable> Inner() { yield return Return(1); }
        yield return Await<int>(Inner());
        Func<IEnumerator<Awaitable>> other = () => { return Nested(); IEnumerator<Awaitable> Nested() { yield return Return(1); number++; } }; // CORO001
        yield return Await<int>(other());
        """);

    [Test]
    public void AnotherReturn_IsNotReported() => AnalyzedSource.OfMembers("""
        static Awaitable Return(int value) => Sleep(value);

        IEnumerator<Awaitable> Coroutine()
        {
            yield return Return(1);
            Console.WriteLine();
        }

        IEnumerable<int> Numbers()
        {
            yield return 1;
            Console.WriteLine();
        }
        """).ShouldBeAsMarked();

    [Test]
    public void Property_IsLookedAtToo() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> Body
        {
            get
            {
                yield return Return(1);
                Console.WriteLine(); // CORO001
            }
        }
        """).ShouldBeAsMarked();

    private static void Check(string body) => AnalyzedSource.OfMembers($$"""
        IEnumerator<Awaitable> Coroutine(bool flag, int number)
        {
        {{body}}
        }
        """).ShouldBeAsMarked();
}
