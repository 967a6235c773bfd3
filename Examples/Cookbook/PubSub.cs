using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Publish and subscribe.</summary>
internal sealed class PubSub : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-pub-sub
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var news = new Topic<string>();
            CoTask quick = CreateTask(news.Subscribe(message => Read("quick", 0.1, message)), eager: true);
            CoTask slow = CreateTask(news.Subscribe(message => Read("slow", 2.0, message)), eager: true);
            news.Publish("it rains");
            yield return Sleep(1.0);
            news.Publish("it snows");
            news.Close();                                            // what is in the queues is still read
            yield return Gather(quick, slow);
        }

        IEnumerator<Awaitable> Read(string who, double seconds, string message)
        {
            yield return Sleep(seconds);
            Console.WriteLine($"{Now:0.0} s  {who} has read: {message}");
        }
        // end-snippet
    }

    // snippet: cookbook-pub-sub-class
    private sealed class Topic<T>
    {
        private readonly List<CoQueue<T>> _inboxes = [];

        public void Publish(T message) => _inboxes.ForEach(inbox => inbox.PutNoWait(message));

        public void Close() => _inboxes.ForEach(inbox => inbox.Shutdown());

        public IEnumerator<Awaitable> Subscribe(Func<T, IEnumerator<Awaitable>> read)
        {
            var inbox = new CoQueue<T>();
            _inboxes.Add(inbox);
            Defer(() => _inboxes.Remove(inbox));                 // however it ends: by an error, by a cancel
            var messages = inbox.ReadAll();
            while (true)
            {
                yield return messages.Next();
                if (messages.IsAtEnd)
                    break;
                yield return Await(read(messages.Current));
            }
        }
    }
    // end-snippet
}
