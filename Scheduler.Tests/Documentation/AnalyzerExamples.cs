using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the page on the analyzers shows: a wrong and a right example of each rule.</summary>
// The wrong ones are what the page is about.
#pragma warning disable CORO001, CORO002, CORO003, CORO004, CORO005, CORO006, CORO007, CORO008, CORO009, CORO010, CS9237, RS0030, IDE0051
internal static class AnalyzerExamples
{
    internal sealed class Coro001
    {
        // snippet: coro001-wrong
        private IEnumerator<Awaitable> Find(string[] names, string wanted)
        {
            yield return Return(Array.IndexOf(names, wanted));
            Console.WriteLine($"{wanted} was looked for");   // CORO001
        }
        // end-snippet
    }

    internal sealed class Coro001Right
    {
        // snippet: coro001-right
        private IEnumerator<Awaitable> Find(string[] names, string wanted)
        {
            Defer(() => Console.WriteLine($"{wanted} was looked for"));
            yield return Return(Array.IndexOf(names, wanted));
        }
        // end-snippet
    }

    internal sealed class Coro002
    {
        // snippet: coro002-wrong
        private IEnumerator<Awaitable> Main()
        {
            Greet("you");                                    // CORO002
            yield return Sleep(1.0);
        }

        private IEnumerator<Awaitable> Greet(string name)
        {
            yield return Sleep(0.5);
            Console.WriteLine($"hello {name}");
        }
        // end-snippet
    }

    internal sealed class Coro002Right
    {
        // snippet: coro002-right
        private IEnumerator<Awaitable> Main()
        {
            yield return Await(Greet("you"));                // here, and then goes on
            CreateTask(Greet("them"));                       // side by side
            yield return Sleep(1.0);
        }

        private IEnumerator<Awaitable> Greet(string name)
        {
            yield return Sleep(0.5);
            Console.WriteLine($"hello {name}");
        }
        // end-snippet
    }

    internal sealed class Coro003
    {
        // snippet: coro003-wrong
        private IEnumerator<Awaitable> Blink(CoQueue<string> words)
        {
            Console.WriteLine("on");
            Sleep(1.0);                                      // CORO003
            words.Put("off");                                // CORO003
            yield return null;
        }
        // end-snippet
    }

    internal sealed class Coro003Right
    {
        // snippet: coro003-right
        private IEnumerator<Awaitable> Blink(CoQueue<string> words)
        {
            Console.WriteLine("on");
            yield return Sleep(1.0);
            yield return words.Put("off");
        }
        // end-snippet
    }

    internal sealed class Coro004
    {
        // snippet: coro004-wrong
        private IEnumerator<Awaitable> Retry(IEnumerator<Awaitable> attempt)
        {
            for (int i = 0; i < 3; i++)
            {
                yield return Settle(attempt, out var outcome);   // CORO004
                if (outcome.IsSuccess)
                {
                    yield break;
                }
            }
        }
        // end-snippet
    }

    internal sealed class Coro004Right
    {
        // snippet: coro004-right
        private IEnumerator<Awaitable> Retry(Func<IEnumerator<Awaitable>> attempt)
        {
            for (int i = 0; i < 3; i++)
            {
                yield return Settle(attempt(), out var outcome);
                if (outcome.IsSuccess)
                {
                    yield break;
                }
            }
        }
        // end-snippet
    }

    internal sealed class Coro005
    {
        // snippet: coro005-wrong
        private IEnumerator<Awaitable> Show(Func<Task<string>> fetch)
        {
            string page = fetch().Result;                    // CORO005
            Console.WriteLine(page);
            Thread.Sleep(500);                               // CORO005
            Console.ReadLine();                              // CORO005
            yield return null;
        }
        // end-snippet
    }

    internal sealed class Coro005Right
    {
        // snippet: coro005-right
        private IEnumerator<Awaitable> Show(Func<Task<string>> fetch)
        {
            yield return Await(fetch()).Into(out var page);
            Console.WriteLine(page.Result);
            yield return Sleep(0.5);
            yield return ToThread(() => Console.ReadLine());
        }
        // end-snippet
    }

    internal sealed class Coro006
    {
        // snippet: coro006-wrong
        private readonly object _gate = new();

        private IEnumerator<Awaitable> Save(string text)
        {
            lock (_gate)                                     // CORO006
            {
                yield return ToThread(() => File.WriteAllText("state", text));
            }
        }
        // end-snippet
    }

    internal sealed class Coro006Right
    {
        // snippet: coro006-right
        private readonly CoLock _gate = new();

        private IEnumerator<Awaitable> Save(string text)
        {
            yield return _gate.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return ToThread(() => File.WriteAllText("state", text));
            }
        }
        // end-snippet
    }

    internal sealed class Coro007
    {
        // snippet: coro007-wrong
        private IEnumerator<Awaitable> Save(IEnumerator<Awaitable> write)
        {
            yield return Settle(write, out var outcome);     // CORO007
            Console.WriteLine("saved");
        }
        // end-snippet
    }

    internal sealed class Coro007Right
    {
        // snippet: coro007-right
        private IEnumerator<Awaitable> Save(IEnumerator<Awaitable> write, IEnumerator<Awaitable> log)
        {
            yield return Settle(write, out var outcome);
            Console.WriteLine(outcome.IsSuccess ? "saved" : $"not saved: {outcome}");
            yield return Settle(log, out _);                 // may fail
        }
        // end-snippet
    }

    internal sealed class Coro008
    {
        // snippet: coro008-wrong
        private IEnumerator<Awaitable> Ask(CoQueue<string> answers)
        {
            Timeout(10.0);                                   // CORO008
            yield return answers.Get().Into(out var answer);
            yield return Sleep(60.0);                        // ends after ten seconds too
            Console.WriteLine(answer.Result);
        }
        // end-snippet
    }

    internal sealed class Coro008Right
    {
        // snippet: coro008-right
        private IEnumerator<Awaitable> Ask(CoQueue<string> answers)
        {
            Awaitable<string> answer;
            using (Timeout(10.0))
            {
                yield return answers.Get().Into(out answer);
            }

            yield return Sleep(60.0);
            Console.WriteLine(answer.Result);
        }
        // end-snippet
    }

    internal sealed class Coro009
    {
        // snippet: coro009-wrong
        private IEnumerator<Awaitable> Serve(Func<IEnumerator<Awaitable>> next)
        {
            while (true)
            {
                yield return Settle(next(), out var outcome, includeCancellation: true);   // CORO009
                if (!outcome.IsSuccess)
                {
                    Console.WriteLine("next one");
                }
            }
        }
        // end-snippet
    }

    internal sealed class Coro009Right
    {
        // snippet: coro009-right
        private IEnumerator<Awaitable> Serve(Func<IEnumerator<Awaitable>> next)
        {
            while (true)
            {
                yield return Settle(next(), out var outcome);    // a cancel goes through
                if (!outcome.IsSuccess)
                {
                    Console.WriteLine($"{outcome}: next one");
                }
            }
        }
        // end-snippet
    }

    internal sealed class Coro010
    {
        // snippet: coro010-wrong
        private IEnumerator<Awaitable> Prompt()
        {
            yield return Await(Console.In.ReadLineAsync()).Into(out var line);   // CORO010
            Console.WriteLine($"you said {line.Result}");
        }
        // end-snippet
    }

    internal sealed class Coro010Right
    {
        // snippet: coro010-right
        private IEnumerator<Awaitable> Prompt()
        {
            yield return ToThread(() => Console.ReadLine()).Into(out var line);
            Console.WriteLine($"you said {line.Result}");
        }
        // end-snippet
    }
}
