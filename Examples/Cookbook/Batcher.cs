using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Batcher.</summary>
internal sealed class Batcher : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-batcher
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var log = new Batches<string>(3, 0.5, Send);
            CoTask sender = CreateTask(log.Run());
            foreach (string line in new[] { "a", "b", "c", "d" })
                log.Add(line);
            yield return Sleep(2.0);
            log.Add("e");
            log.Close();
            yield return sender;
        }

        IEnumerator<Awaitable> Send(IReadOnlyList<string> batch)
        {
            Console.WriteLine($"{Now:0.0} s  sending {string.Join(", ", batch)}");
            yield return Sleep(0.2);
        }
        // end-snippet
    }

    // snippet: cookbook-batcher-class
    private sealed class Batches<T>(int size, double patience, Func<IReadOnlyList<T>, IEnumerator<Awaitable>> send)
    {
        private readonly CoQueue<T> _items = new(name: "items");

        public void Add(T item) => _items.PutNoWait(item);

        public void Close() => _items.Shutdown();                // what is there is still sent

        public IEnumerator<Awaitable> Run()
        {
            var items = _items.ReadAll();
            while (true)
            {
                yield return items.Next();                       // the first one may take as long as it likes
                if (items.IsAtEnd)
                    yield break;
                List<T> batch = [items.Current];
                double end = Now + patience;
                while (batch.Count < size)
                {
                    yield return Settle(WaitFor(items.Next(), end - Now), out var next);
                    if (!next.IsSuccess || items.IsAtEnd)
                        break;
                    batch.Add(items.Current);
                }

                yield return Await(send(batch));
            }
        }
    }
    // end-snippet
}
