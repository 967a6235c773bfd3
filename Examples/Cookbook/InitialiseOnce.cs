using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Initialise once.</summary>
internal sealed class InitialiseOnce : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-initialise-once
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            int attempts = 0;
            var database = new Once<string>(Connect);
            yield return Gather(Use("ann"), Use("bob"), Use("cleo"));

            IEnumerator<Awaitable> Use(string who)
            {
                yield return Settle<string>(database.Get(), out var outcome);
                Console.WriteLine($"{Now:0.0} s  {who}: {(outcome.IsSuccess ? outcome.Result : outcome.Exception!.Message)}");
            }

            IEnumerator<Awaitable> Connect()
            {
                yield return Sleep(1.0);
                yield return ++attempts == 1 ? throw new IOException("not yet up") : Return($"connected at attempt {attempts}");
            }
        }
        // end-snippet
    }

    // snippet: cookbook-initialise-once-class
    private sealed class Once<T>(Func<IEnumerator<Awaitable>> make)
    {
        private readonly CoLock _making = new("making");
        private bool _isMade;
        private T? _value;

        public IEnumerator<Awaitable> Get()
        {
            if (!_isMade)
            {
                yield return _making.Acquire().Into(out var held);
                using (held.Result)
                {
                    if (!_isMade)                                // somebody may have made it meanwhile
                    {
                        yield return Await<T>(make()).Into(out var made);
                        (_value, _isMade) = (made.Result, true);
                    }
                }
            }

            yield return Return(_value!);
        }
    }
    // end-snippet
}
