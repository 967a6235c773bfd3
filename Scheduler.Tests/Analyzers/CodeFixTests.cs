namespace Coroutines.Tests.Analyzers;

/// <summary>What editors offer for the mistakes, and that the code compiles when it was taken.</summary>
public sealed class CodeFixTests
{
    private const string Other = "\n    IEnumerator<Awaitable> Other() { yield break; }";

    [Test]
    public void Fixes_AreForTheseMistakes() =>
        FixedSource.FixableIds.Order(StringComparer.Ordinal).ShouldBe(
            ["CORO002", "CORO003", "CORO005", "CORO006", "CORO007", "CORO008", "CORO009", "CS0029", "CS1626"]);

    [TestCase("CORO002", "Await it here", "Other();", "yield return Await(Other());")]
    [TestCase("CORO002", "Run it side by side", "Other();", "CreateTask(Other());")]
    [TestCase("CORO003", "Yield it", "Sleep(1.0);   // a second", "yield return Sleep(1.0);   // a second")]
    [TestCase("CORO005", "Yield Sleep(…)", "Thread.Sleep(500);", "yield return Sleep(0.5);")]
    [TestCase("CORO005", "Yield Sleep(…)", "Thread.Sleep(TimeSpan.FromDays(1));", "yield return Sleep(TimeSpan.FromDays(1));")]
    [TestCase("CORO005", "Yield Await(…)", "Task.Delay(5).Wait();", "yield return Await(Task.Delay(5));")]
    [TestCase("CORO005", "Yield Await(…)", "Task.Delay(5).GetAwaiter().GetResult();", "yield return Await(Task.Delay(5));")]
    [TestCase("CORO005", "Wait for it on a thread", "Console.ReadLine();", "yield return ToThread(() => Console.ReadLine());")]
    [TestCase("CORO007", "Throw what it failed with", "yield return Settle(Other(), out var outcome);", "yield return Settle(Other(), out var outcome);\n        outcome.ThrowIfFailed();")]
    [TestCase("CORO007", "Drop it on purpose", "yield return Settle(Other(), out var outcome);", "yield return Settle(Other(), out _);")]
    [TestCase("CORO008", "Limit what follows in this block", "var limit = Timeout(1.0);", "using var limit = Timeout(1.0);")]
    [TestCase("CS0029", "Write Await(…)", "yield return Other();", "yield return Await(Other());")]
    [TestCase("CS0029", "Write Await(…)", "yield return Task.Delay(5);", "yield return Await(Task.Delay(5));")]
    [TestCase("CS0029", "Write Sleep(…)", "yield return 1.5;", "yield return Sleep(1.5);")]
    public void Statement_IsMended(string id, string title, string wrong, string right) =>
        FixedSource.OfMembers(Coroutine(wrong)).After(id, title).ShouldBe(Coroutine(right));

    [Test]
    public void ValueOfABlockingCall_IsAwaitedBeforeTheStatement() => FixedSource.OfMembers(Coroutine("""
        // What the page says.
                string text = File.ReadAllTextAsync("page").Result + "!";
                Console.WriteLine(text);
        """)).After("CORO005", "Yield Await(…)").ShouldBe(Coroutine("""
        // What the page says.
                yield return Await(File.ReadAllTextAsync("page")).Into(out var call);
                string text = call.Result + "!";
                Console.WriteLine(text);
        """));

    [Test]
    public void ValueThatMayNotBeAskedFor_IsLeftAlone() => FixedSource.OfMembers(Coroutine("""
        bool asks = DateTime.Now.Hour > 5 && Console.ReadLine() == "y";
        """)).Offered("CORO005").ShouldBeEmpty();

    [Test]
    public void TimeLimit_EnclosesTheRestOfItsBlock() => FixedSource.OfMembers(Coroutine("""
        Console.WriteLine("before");
                Timeout(1.0);
                yield return Await(Other());
        """)).After("CORO008", "Limit what follows in this block").ShouldBe(Coroutine("""
        Console.WriteLine("before");
                using (Timeout(1.0))
                {
                    yield return Await(Other());
                    yield return null;
                }
        """, ending: ""));

    [Test]
    public void SwallowedCancel_IsLetThrough()
    {
        FixedSource.OfMembers(Coroutine("while (true) { yield return Settle(Other(), out _, includeCancellation: true); }"))
            .After("CORO009", "Let a cancel through").ShouldBe(Coroutine("while (true) { yield return Settle(Other(), out _); }"));
        FixedSource.OfMembers(Coroutine("while (true) { yield return Try(Other()).Catch<CancelledException>(e => { }).Finally(() => { }); }"))
            .After("CORO009", "Let a cancel through").ShouldBe(Coroutine("while (true) { yield return Try(Other()).Finally(() => { }); }"));
    }

    [Test]
    public void Lock_BecomesACoLock_WhereverItIsLocked() => FixedSource.OfMembers("""
            private readonly object _gate = new object();

            IEnumerator<Awaitable> Save()
            {
                lock (_gate)
                {
                    yield return Sleep(1.0);
                }
            }

            IEnumerator<Awaitable> Load()
            {
                lock (_gate)
                {
                    Console.WriteLine("loaded");
                }

                yield break;
            }
        """).After("CORO006", "Make it a CoLock").ShouldBe("""
            private readonly CoLock _gate = new CoLock();

            IEnumerator<Awaitable> Save()
            {
                yield return _gate.Acquire().Into(out var held);
                using (held.Result)
                {
                    yield return Sleep(1.0);
                }
            }

            IEnumerator<Awaitable> Load()
            {
                yield return _gate.Acquire().Into(out var held);
                using (held.Result)
                {
                    Console.WriteLine("loaded");
                }

                yield break;
            }
        """);

    [Test]
    public void LockThatThreadsTakeToo_IsLeftAlone() => FixedSource.OfMembers("""
            private readonly object _gate = new object();

            IEnumerator<Awaitable> Save()
            {
                lock (_gate)
                {
                    yield return Sleep(1.0);
                }
            }

            void Load()
            {
                lock (_gate)
                {
                }
            }
        """).Offered("CORO006").ShouldBeEmpty();

    [Test]
    public void CatchAroundOneWait_BecomesASettle() => FixedSource.OfMembers(Coroutine("""
        try
                {
                    yield return Await(Other());
                }
                catch (IOException e)
                {
                    Console.WriteLine(e.Message);
                }
                catch (ArgumentException)
                {
                    throw;
                }
        """)).After("CS1626", "Settle it, and look at the outcome").ShouldBe(Coroutine("""
        yield return Settle(Other(), out var outcome);
                if (outcome.Exception is IOException e)
                {
                    Console.WriteLine(e.Message);
                }
                else if (outcome.Exception is ArgumentException)
                {
                    outcome.ThrowIfFailed();
                }
                else
                {
                    outcome.ThrowIfFailed();
                }
        """));

    [Test]
    public void CatchAroundMore_BecomesATry() => FixedSource.OfMembers(Coroutine("""
        try
                {
                    yield return Await(Other());
                    Console.WriteLine("done");
                }
                catch (IOException e) when (e.Message != "")
                {
                    Console.WriteLine(e.Message);
                }
                finally
                {
                    Console.WriteLine("over");
                }
        """)).After("CS1626", "Try it as a coroutine of its own").ShouldBe(Coroutine("""
        try
                {
                    yield return Try(Body()).Catch<IOException>(e =>
                    {
                        Console.WriteLine(e.Message);
                    }, e => e.Message != "");
                }
                finally
                {
                    Console.WriteLine("over");
                }

                IEnumerator<Awaitable> Body()
                {
                    yield return Await(Other());
                    Console.WriteLine("done");
                }
        """));

    [Test]
    public void CatchThatCannotBeMoved_HasNoTry() => FixedSource.OfMembers(Coroutine("""
        while (true)
                {
                    try
                    {
                        yield return Await(Other());
                        break;
                    }
                    catch (IOException)
                    {
                    }
                }
        """)).Offered("CS1626").ShouldBeEmpty();

    private static string Coroutine(string statements, string ending = "        yield return null;\n") =>
        $"    IEnumerator<Awaitable> M()\n    {{\n        {statements}\n{ending}    }}\n{Other}";
}
