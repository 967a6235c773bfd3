using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Read and write access.</summary>
internal sealed class ReadWriteAccess : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-read-write-access
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var access = new ReadWriteLock();
            yield return Gather(
                access.Read(Use("reader 1", 1.0)),
                access.Read(Use("reader 2", 2.0)),
                access.Write(Use("writer", 1.0)),
                access.Read(Use("reader 3", 1.0)));
        }

        IEnumerator<Awaitable> Use(string who, double seconds)
        {
            Console.WriteLine($"{Now:0.0} s  {who} begins");
            yield return Sleep(seconds);
            Console.WriteLine($"{Now:0.0} s  {who} ends");
        }
        // end-snippet
    }

    // snippet: cookbook-read-write-access-class
    private sealed class ReadWriteLock
    {
        private readonly CoLock _gate = new("gate");
        private readonly CoEvent _empty = new("no readers");
        private int _readers;

        public IEnumerator<Awaitable> Read(IEnumerator<Awaitable> body)
        {
            yield return _gate.Acquire().Into(out var passed);
            using (passed.Result)
                _readers++;
            try { yield return Await(body); }
            finally
            {
                if (--_readers == 0)
                    _empty.Set();
            }
        }

        public IEnumerator<Awaitable> Write(IEnumerator<Awaitable> body)
        {
            yield return _gate.Acquire().Into(out var held);
            using (held.Result)                                  // no new readers from here on
            {
                _empty.Clear();
                if (_readers > 0)
                    yield return _empty.Wait();
                yield return Await(body);
            }
        }
    }
    // end-snippet
}
