namespace Coroutines.Tests.Ready;

public class ThreadInboxTests
{
    private readonly ThreadInbox _inbox = new();
    private readonly ReadyQueue _ready = new();

    [Test]
    public void MoveTo_AfterSeveralPosts_AppendsThemInOrderOnce()
    {
        var ran = new List<int>();
        _ready.Enqueue(new Probe(() => ran.Add(0)));
        _inbox.Post(new Probe(() => ran.Add(1)));
        _inbox.Post(new Probe(() => ran.Add(2)));
        _inbox.HasItems.ShouldBeTrue();

        _inbox.MoveTo(_ready);
        _inbox.HasItems.ShouldBeFalse();
        _inbox.MoveTo(_ready);
        _ready.RunBatch();

        ran.ShouldBe([0, 1, 2]);
    }

    [Test]
    public void Post_WhileItemsAreTaken_IsKeptForTheNextTime()
    {
        var ran = new List<int>();
        _inbox.Post(new Probe(() =>
        {
            ran.Add(1);
            _inbox.Post(new Probe(() => ran.Add(2)));
        }));

        _inbox.MoveTo(_ready);
        _ready.RunBatch();
        _inbox.HasItems.ShouldBeTrue();
        _inbox.MoveTo(_ready);
        _ready.RunBatch();

        ran.ShouldBe([1, 2]);
    }

    [Test]
    public void Post_FromManyThreads_LosesNothingAndKeepsEachThreadsOrder()
    {
        const int Threads = 4;
        const int Posts = 20_000;
        var next = new int[Threads];
        int outOfOrder = 0;
        int ran = 0;
        Thread[] posters = [.. Enumerable.Range(0, Threads).Select(poster => new Thread(() =>
        {
            for (int i = 0; i < Posts; i++)
            {
                int number = i;
                _inbox.Post(new Probe(() =>
                {
                    outOfOrder += next[poster] == number ? 0 : 1;
                    next[poster] = number + 1;
                    ran++;
                }));
            }
        }))];
        Array.ForEach(posters, thread => thread.Start());

        while (posters.Any(thread => thread.IsAlive))
        {
            _inbox.MoveTo(_ready);
            _ready.RunBatch();
        }

        _inbox.MoveTo(_ready);
        _ready.RunBatch();
        ran.ShouldBe(Threads * Posts);
        outOfOrder.ShouldBe(0);
    }

    [Test]
    public void MoveTo_InAFrame_TakesAPortionAndKeepsTheRestInOrder()
    {
        var ran = new List<int>();
        for (int i = 0; i < ThreadInbox.Portion + 10; i++)
        {
            int number = i;
            _inbox.Post(new Probe(() => ran.Add(number)));
        }

        _inbox.BeginFrame();
        _inbox.MoveTo(_ready);
        _ready.Count.ShouldBe(ThreadInbox.Portion);
        _inbox.HasItems.ShouldBeTrue();

        _inbox.Post(new Probe(() => ran.Add(ThreadInbox.Portion + 10)));
        _inbox.LeaveFrames();
        _inbox.MoveTo(_ready);
        _inbox.HasItems.ShouldBeFalse();
        _ready.RunBatch();

        ran.ShouldBe(Enumerable.Range(0, ThreadInbox.Portion + 11));
        _inbox.MovedCount.ShouldBe(ran.Count);
    }

    // More than a portion only while the frame is young.
    [Test]
    [Category("RealTime")]
    public void MoveTo_InAFrameWhileOthersPostWithoutPause_ComesToAnEnd()
    {
        for (int frame = 1; frame <= 3; frame++)
        {
            _inbox.BeginFrame();
            long before = _inbox.MovedCount;
            long moved;
            do
            {
                moved = _inbox.MovedCount;
                _inbox.Post(new Probe(() => { }));
                _inbox.MoveTo(_ready);
            }
            while (_inbox.MovedCount > moved);

            (moved - before).ShouldBeGreaterThanOrEqualTo(ThreadInbox.Portion);
            _inbox.HasItems.ShouldBeTrue();
        }
    }
}
