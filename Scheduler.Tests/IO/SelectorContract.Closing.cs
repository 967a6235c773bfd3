using System.Net.Sockets;

namespace Coroutines.Tests.IO;

// Sockets that are closed under the selector, numbers that are given out again, and the end of the selector itself.
internal abstract partial class SelectorContract
{
    [TestCase(Interest.Read)]
    [TestCase(Interest.Both)]
    public void Socket_ClosedWhileRegistered_IsReportedAsAnOrphan(object watched)
    {
        ConnectedPair pair = Connect();
        pair.FillNear();
        _selector.Watch(pair.Registration, (Interest)watched);
        pair.Near.Dispose();

        Poll(Patience).ShouldBe([(pair.Registration, (Interest)watched)]);
        pair.Registration.IsOrphaned.ShouldBeTrue();
        pair.Registration.Interest.ShouldBe(Interest.None);
        Poll(0).ShouldBeEmpty();
    }

    [Test]
    [Category("RealTime")]
    public void Socket_ClosedByAnotherThreadDuringPoll_IsReported()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        Thread closer = Soon(pair.Near.Dispose);

        Poll(Patience).ShouldBe([(pair.Registration, Interest.Read)]);
        closer.Join();
    }

    [Test]
    public void Sockets_SomeClosedAmongMany_OnlyTheseAreOrphaned()
    {
        ConnectedPair[] pairs = [.. Enumerable.Range(0, 100).Select(_ => Connect())];
        foreach (ConnectedPair pair in pairs)
        {
            _selector.Watch(pair.Registration, Interest.Read);
        }

        pairs[3].Near.Dispose();
        pairs[50].Near.Dispose();
        pairs[99].Near.Dispose();

        var orphans = new HashSet<Registration>();
        for (int polls = 0; orphans.Count < 3; polls++)
        {
            polls.ShouldBeLessThan(3);
            foreach ((Registration registration, _) in Poll(Patience))
            {
                orphans.Add(registration).ShouldBeTrue();
            }
        }

        orphans.ShouldBe(pairs.Where(pair => pair.Registration.IsOrphaned).Select(pair => pair.Registration), ignoreOrder: true);
        pairs[4].SendFromFar();
        Poll(Patience).ShouldBe([(pairs[4].Registration, Interest.Read)]);
    }

    [Test]
    public void Sockets_OneClosedAnotherReady_BothAreReported()
    {
        ConnectedPair closed = Connect();
        ConnectedPair ready = Connect();
        _selector.Watch(closed.Registration, Interest.Read);
        _selector.Watch(ready.Registration, Interest.Read);
        ready.SendFromFar();
        ready.Near.Poll(-1, SelectMode.SelectRead).ShouldBeTrue();
        closed.Near.Dispose();

        // The ready one ends every Poll at once; a backend that looks for closed sockets finds the other one by and by.
        var reported = new HashSet<Registration>();
        for (int polls = 0; reported.Count < 2; polls++)
        {
            polls.ShouldBeLessThan(1000);
            reported.UnionWith(Poll(Patience).Select(entry => entry.Registration));
        }

        closed.Registration.IsOrphaned.ShouldBeTrue();
        ready.Registration.IsOrphaned.ShouldBeFalse();
    }

    [Test]
    public void Watch_NoneOnAClosedSocket_ForgetsIt()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        pair.Near.Dispose();

        _selector.Watch(pair.Registration, Interest.None);

        Poll(0).ShouldBeEmpty();
        pair.Registration.IsOrphaned.ShouldBeFalse();
    }

    [Test]
    public void Watch_SocketClosedBefore_IsRefused()
    {
        ConnectedPair pair = Connect();
        pair.Near.Dispose();

        Should.Throw<ObjectDisposedException>(() => _selector.Watch(pair.Registration, Interest.Read))
            .Message.ShouldContain("closed");
        Should.Throw<ObjectDisposedException>(() => _selector.Watch(new Registration(pair.Near), Interest.Read));
        Poll(0).ShouldBeEmpty();
    }

    [Test]
    public void Watch_ChangeOnASocketClosedMeanwhile_IsRefusedAndTheOtherWaiterHearsOfIt()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        pair.Near.Dispose();

        Should.Throw<ObjectDisposedException>(() => _selector.Watch(pair.Registration, Interest.Both));

        Poll(0).ShouldBe([(pair.Registration, Interest.Read)]);
        pair.Registration.IsOrphaned.ShouldBeTrue();
    }

    [Test]
    public void Descriptor_GivenOutAgain_TheNewSocketIsWatchedAndTheOldOneOrphaned()
    {
        ConnectedPair old = Connect();
        _selector.Watch(old.Registration, Interest.Both);
        nint number = old.Near.Handle;
        old.Near.Dispose();
        Registration reused = ReopenAt(number);

        _selector.Watch(reused, Interest.Read);

        Poll(Patience).ShouldBe([(old.Registration, Interest.Both)]);
        old.Registration.IsOrphaned.ShouldBeTrue();
        reused.Interest.ShouldBe(Interest.Read);
        Open(ConnectedPair.Tcp()).Connect(reused.Socket!.LocalEndPoint!);
        Poll(Patience).ShouldBe([(reused, Interest.Read)]);
    }

    [Test]
    public void Descriptor_GivenOutAgain_UnregisteringTheOldSocketLeavesTheNewOneWatched()
    {
        ConnectedPair old = Connect();
        _selector.Watch(old.Registration, Interest.Read);
        nint number = old.Near.Handle;
        old.Near.Dispose();
        Registration reused = ReopenAt(number);
        _selector.Watch(reused, Interest.Read);

        _selector.Watch(old.Registration, Interest.None);
        Poll(0);

        Open(ConnectedPair.Tcp()).Connect(reused.Socket!.LocalEndPoint!);
        Poll(Patience).ShouldBe([(reused, Interest.Read)]);
    }

    [Test]
    public void Dispose_Twice_IsHarmless()
    {
        _selector.Dispose();
        _selector.Dispose();
    }

    [Test]
    public void Dispose_ThenUse_IsRefusedButUnregisteringIsNot()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        _selector.Dispose();

        Should.Throw<ObjectDisposedException>(() => _selector.Poll(0));
        Should.Throw<ObjectDisposedException>(() => _selector.Watch(pair.Registration, Interest.Read));
        _selector.Watch(pair.Registration, Interest.None);
        _selector.Wake();
    }

    [Test]
    public void Dispose_LetsGoOfTheSockets()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        _selector.Dispose();
        pair.SendFromFar();

        using Selector other = CreateBackend();
        other.Watch(pair.Registration, Interest.Read);
        other.Poll(Patience).Length.ShouldBe(1);
    }

    [Test]
    public void Wake_RacingWithDispose_IsHarmless()
    {
        for (int round = 0; round < 200; round++)
        {
            Selector selector = CreateBackend();
            using var start = new Barrier(2);
            Exception? failure = null;
            var waker = new Thread(() =>
            {
                try
                {
                    start.SignalAndWait();
                    for (int i = 0; i < 50; i++)
                    {
                        selector.Wake();
                    }
                }
                catch (Exception error)
                {
                    failure = error;
                }
            });
            waker.Start();
            start.SignalAndWait();
            selector.Poll(0);
            selector.Dispose();
            waker.Join();
            failure.ShouldBeNull();
        }
    }

    // A listener with exactly this handle. The lowest free number is the next one given out, so the first socket has
    // it, unless another thread of the test host was faster.
    protected Registration ReopenAt(nint number)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            Socket listener = Open(ConnectedPair.Listener());
            if (listener.Handle == number)
            {
                return new Registration(listener);
            }
        }

        Assert.Inconclusive($"The handle {number} was not given out again.");
        throw new InvalidOperationException();
    }
}
