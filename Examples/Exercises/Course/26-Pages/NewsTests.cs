using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(26)]
public sealed class NewsTests
{
    private static readonly Page[] _paper = [new(["a", "b"], IsLast: false), new([], IsLast: false), new(["c"], IsLast: true)];

    private readonly Lab _lab = new();
    private Page[] _pages = _paper;
    private int _lost = -1;

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Pages_GivesOneAfterTheOther_UpToTheLast()
    {
        const string LookAt = "The paper has 3 pages, and each takes a second. The test awaits what Pages gives, one after the other: three pages, and then the end. "
            + "The second page is empty, and is a page all the same.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(
            ["0.0 s  fetch 1", "1.0 s  a, b", "1.0 s  fetch 2", "2.0 s  ", "2.0 s  fetch 3", "3.0 s  c", "3.0 s  the end"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            foreach (var next in News.Pages(Fetch))
            {
                yield return next;
                _lab.Print(string.Join(", ", next.Result.Headlines));
            }

            _lab.Print("the end");
        }
    }

    [Test, Order(2)]
    public void Pages_FetchesAPageWhenItIsAskedFor()
    {
        const string LookAt = "The test calls Pages, asks for the first page a second later, and for no other one. So page 1 is fetched alone, and not before 1.0 s.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["1.0 s  asks", "1.0 s  fetch 1", "2.0 s  has it"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            IEnumerable<Awaitable<Page>> pages = News.Pages(Fetch);
            yield return Sleep(1.0);
            _lab.Print("asks");
            foreach (var next in pages)
            {
                yield return next;
                _lab.Print("has it");
                break;
            }

            yield return Sleep(100.0);
        }
    }

    [Test, Order(3)]
    public void Publish_PutsEachHeadline_InTheirOrder()
    {
        const string LookAt = "The headlines are a and b of page 1, and c of page 3. Each has to be in the queue as soon as its page is there, "
            + "and can be read also after Publish has ended.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldReadByTime(
            ["0.0 s  fetch 1", "1.0 s  fetch 2", "1.0 s  gets a", "1.0 s  gets b", "2.0 s  fetch 3", "3.0 s  gets c"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoQueue<string> headlines = new();
            CoTask publish = CreateTask(News.Publish(Fetch, headlines));
            for (int i = 0; i < 3; i++)
            {
                yield return Await<string>(Read(headlines, publish, 50.0)).Into(out var headline);
                _lab.Print($"gets {headline.Result}");
            }

            yield return publish;
        }
    }

    [Test, Order(4)]
    public void Publish_WaitsWhileTheQueueIsFull()
    {
        const string LookAt = "The queue takes one headline, and the test reads one every 10 s. Publish has to wait for room: `yield return headlines.Put(...)`. "
            + "So page 2 is fetched only when b is in the queue, at 10.0 s.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldReadByTime(
            ["0.0 s  fetch 1", "10.0 s  gets a", "10.0 s  fetch 2", "11.0 s  fetch 3", "20.0 s  gets b", "30.0 s  gets c"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoQueue<string> headlines = new(maxSize: 1);
            CoTask publish = CreateTask(News.Publish(Fetch, headlines));
            for (int i = 0; i < 3; i++)
            {
                yield return Sleep(10.0);
                yield return Await<string>(Read(headlines, publish, 5.0)).Into(out var headline);
                _lab.Print($"gets {headline.Result}");
            }

            yield return publish;
        }
    }

    [Test, Order(5)]
    public void Publish_AtTheEnd_ShutsTheQueueDown_AndLosesNothing()
    {
        const string LookAt = "All three headlines are put before anybody reads. After the last one the queue has to be shut down, and what is in it can still be read.";
        _lab.Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoQueue<string> headlines = new();
            yield return Await(News.Publish(Fetch, headlines));
            Expected.True(headlines.IsShutDown, LookAt);
            Expected.True(headlines.Count == 3, $"{LookAt}\n\nAfter Publish there are so many in the queue: {headlines.Count}");
        }
    }

    [Test, Order(6)]
    public void Publish_WhenAPageIsLost_ShutsTheQueueDownToo()
    {
        const string LookAt = "Page 3 is lost: fetch throws an IOException. It goes on to whoever awaits Publish, and the queue is shut down all the same: use `finally`, or `Defer`.";
        _lab.Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            _lost = 3;
            CoQueue<string> headlines = new();
            yield return Settle(News.Publish(Fetch, headlines), out var outcome);
            Expected.True(outcome.Exception is IOException, $"{LookAt} Here Publish has ended by: {outcome.Exception?.GetType().Name ?? "no exception"}");
            Expected.True(headlines.IsShutDown, LookAt);
        }
    }

    [Test, Order(7)]
    public void Publish_Cancelled_ShutsTheQueueDownToo()
    {
        const string LookAt = "Publish is cancelled at 1.5 s. However it ends, the queue is shut down then: use `finally`, or `Defer`.";
        _lab.Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoQueue<string> headlines = new();
            CoTask publish = CreateTask(News.Publish(Fetch, headlines));
            yield return Sleep(1.5);
            publish.Cancel();
            yield return Wait([publish]);
            Expected.True(publish.IsCancelled, "A cancelled Publish has to end as cancelled.");
            Expected.True(headlines.IsShutDown, LookAt);
        }
    }

    [Test, Order(8)]
    public void Show_PrintsEachHeadline_UpToTheEnd()
    {
        const string LookAt = "x and y are in the queue, z comes at 5.0 s, and the queue is shut down at 6.0 s. An empty queue is no end: more may come.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["0.0 s  x", "0.0 s  y", "5.0 s  z", "6.0 s  the end"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoQueue<string> headlines = new();
            headlines.PutNoWait("x");
            headlines.PutNoWait("y");
            CoTask show = CreateTask(ShowAll());
            yield return Sleep(5.0);
            headlines.PutNoWait("z");
            yield return Sleep(1.0);
            headlines.Shutdown();
            yield return show;

            IEnumerator<Awaitable> ShowAll()
            {
                yield return Await(News.Show(headlines, _lab.Print));
                _lab.Print("the end");
            }
        }
    }

    [Test, Order(9)]
    public void Show_OfAQueueThatIsShutDown_PrintsWhatIsLeft()
    {
        const string LookAt = "The queue was shut down before Show begins, and x, y and z are still in it. They are printed, and nothing behind them.";
        _lab.Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["0.0 s  x", "0.0 s  y", "0.0 s  z"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoQueue<string> headlines = new();
            foreach (string headline in (string[])["x", "y", "z"])
            {
                headlines.PutNoWait(headline);
            }

            headlines.Shutdown();
            yield return Await(News.Show(headlines, _lab.Print));
        }
    }

    [Test, Order(10)]
    public void All_Together_ReadsANewspaperOfManyPages()
    {
        const string LookAt = "Twenty pages with one headline each, a queue for two, and both coroutines side by side.";
        _pages = [.. Enumerable.Range(1, 20).Select(number => new Page([$"headline {number}"], IsLast: number == 20))];
        _lab.Run(Main(), LookAt);

        string[] shown = [.. _lab.Printout.Lines.Where(line => line.Contains("headline")).Select(line => line.Split("  ")[1])];
        Expected.True(
            shown.SequenceEqual(Enumerable.Range(1, 20).Select(number => $"headline {number}")),
            $"{LookAt} Each headline has to be printed once, in their order.\n\nShow has printed: {(shown is [] ? "(nothing)" : string.Join(", ", shown))}");

        IEnumerator<Awaitable> Main()
        {
            CoQueue<string> headlines = new(maxSize: 2);
            yield return Gather(News.Publish(Fetch, headlines), News.Show(headlines, _lab.Print));
        }
    }

    // Where nothing comes because Publish has failed, and so has shut the queue down, what it has failed with is the reason.
    private static IEnumerator<Awaitable> Read(CoQueue<string> headlines, CoTask publish, double seconds)
    {
        yield return Settle<string>(WaitFor(headlines.Get(), seconds), out var headline);
        if (headline.Exception is QueueShutDownException)
        {
            yield return publish;
            throw new ShouldAssertException("The queue was shut down, and not all of the three headlines have come out of it.");
        }

        headline.ThrowIfFailed();
        yield return Return(headline.Result);
    }

    private IEnumerator<Awaitable> Fetch(int number)
    {
        Expected.True(
            number >= 1 && number <= _pages.Length,
            $"Page {number} is fetched, and there is none: the first is 1, and the last, which says so by IsLast, is {_pages.Length}.");
        _lab.Print($"fetch {number}");
        yield return Sleep(1.0);
        yield return number == _lost ? throw new IOException($"page {number} is lost") : Return(_pages[number - 1]);
    }
}
