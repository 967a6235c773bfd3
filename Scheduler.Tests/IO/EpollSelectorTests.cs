using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines.Tests.IO;

[Platform("Linux")]
internal sealed class EpollSelectorTests : SelectorContract
{
    internal override Selector CreateBackend() => Selector.Create(SelectorKind.Epoll);

    [Test]
    public void Create_DefaultOnLinux_IsEpoll()
    {
        using Selector selector = Selector.Create();
        selector.ShouldBeOfType<EpollSelector>();
    }

    // More events than one system call hands over: the rest comes with the next Poll, and then all at once.
    [Test]
    public void Events_MoreThanTheBufferHolds_AllComeAndTheBufferGrows()
    {
        using Selector selector = CreateBackend();
        Socket[] sockets = [.. Enumerable.Range(0, 300).Select(_ => Datagram())];
        try
        {
            foreach (Socket socket in sockets)
            {
                selector.Watch(new Registration(socket), Interest.Write);
            }

            selector.Poll(0).Length.ShouldBe(256);
            selector.Poll(0).Length.ShouldBe(300);
        }
        finally
        {
            Array.ForEach(sockets, socket => socket.Dispose());
        }
    }

    // As between fork and exec of a child process: the descriptor is closed, what it stood for lives on, and epoll
    // reports it for ever.
    [Test]
    public void Event_OfAClosedSocketThatADuplicateKeepsOpen_IsDropped()
    {
        using Selector selector = CreateBackend();
        using var pair = new ConnectedPair();
        selector.Watch(pair.Registration, Interest.Read);

        // Among others, it is not worth a new epoll, which would be given the free number.
        using var other = new ConnectedPair();
        selector.Watch(other.Registration, Interest.Read);
        int number = (int)pair.Near.Handle;
        int duplicate = Duplicate(number);
        try
        {
            pair.Near.Dispose();
            selector.Watch(pair.Registration, Interest.None);
            pair.SendFromFar();
            selector.Poll(0).Length.ShouldBe(0);

            selector.Watch(ReopenAt(number), Interest.Read);
            selector.Poll(0).Length.ShouldBe(0);
        }
        finally
        {
            _ = Libc.Close(duplicate);
        }
    }

    [Test]
    public void Watch_DescriptorReplacedUnderItsSocket_IsAddedAgain()
    {
        using Selector selector = CreateBackend();
        using var pair = new ConnectedPair();
        using var other = new ConnectedPair();
        selector.Watch(pair.Registration, Interest.Read);
        Replace((int)other.Near.Handle, (int)pair.Near.Handle).ShouldBeGreaterThanOrEqualTo(0);

        selector.Watch(pair.Registration, Interest.Both);

        other.SendFromFar();
        other.Near.Poll(-1, SelectMode.SelectRead).ShouldBeTrue();
        ReadyEvent entry = selector.Poll(1)[0];
        entry.Registration.ShouldBe(pair.Registration);
        entry.Ready.ShouldBe(Interest.Both);
    }

    [Test]
    public void Descriptor_ClosedByItsNumberAndGivenToAnotherSocket_OrphansTheOneThatHadIt()
    {
        using Selector selector = CreateBackend();
        using var pair = new ConnectedPair();
        using var other = new ConnectedPair();
        selector.Watch(pair.Registration, Interest.Read);
        Replace((int)other.Near.Handle, (int)pair.Near.Handle).ShouldBeGreaterThanOrEqualTo(0);

        selector.Poll(10)[0].Registration.ShouldBe(pair.Registration);

        pair.Registration.IsOrphaned.ShouldBeTrue();
    }

    // What the kernel reports of it for ever is dropped inside the wait, and soon not reported any more.
    [Test]
    public void Strays_OfASocketThatADuplicateKeepsOpen_NeitherEndAWaitNorKeepItBusy()
    {
        using Selector selector = CreateBackend();
        using var other = new ConnectedPair();
        selector.Watch(other.Registration, Interest.Read);
        using var stray = new Stray(selector);
        long asked = selector.AskedCount;

        var watch = Stopwatch.StartNew();
        selector.Poll(0.05).Length.ShouldBe(0);

        watch.Elapsed.TotalSeconds.ShouldBeGreaterThanOrEqualTo(0.05);
        (selector.AskedCount - asked).ShouldBeLessThan(10);
        other.SendFromFar();
        selector.Poll(10)[0].Registration.ShouldBe(other.Registration);
        other.Near.Receive(new byte[1]).ShouldBe(1);
        selector.Wake();
        selector.Poll(10).Length.ShouldBe(0);
    }

    // A new epoll costs as much as there are sockets, so there is not one for each.
    [TestCase(20)]
    [TestCase(200)]
    public void Strays_OneAfterTheOtherAmongManySockets_CostLittleEach(int count)
    {
        using Selector selector = CreateBackend();
        ConnectedPair[] watched = [.. Enumerable.Range(0, count).Select(_ => new ConnectedPair())];
        Array.ForEach(watched, pair => selector.Watch(pair.Registration, Interest.Read));
        List<Stray> strays = [];
        long asked = selector.AskedCount;
        try
        {
            for (int i = 0; i < count; i++)
            {
                strays.Add(new Stray(selector));
                selector.Poll(0).Length.ShouldBe(0);
            }

            (selector.AskedCount - asked).ShouldBe(count);
            ((EpollSelector)selector).RenewalCount.ShouldBeInRange(1, count / 4);
            watched[0].SendFromFar();
            selector.Poll(10)[0].Registration.ShouldBe(watched[0].Registration);
        }
        finally
        {
            strays.ForEach(stray => stray.Dispose());
            Array.ForEach(watched, pair => pair.Dispose());
        }
    }

    // A new epoll needs one more than this process may have.
    [Test]
    public void Strays_WithNoDescriptorLeft_AreBorneUntilThereIsOne()
    {
        const int OpenFiles = 7;
        using var selector = (EpollSelector)CreateBackend();
        using var other = new ConnectedPair();
        selector.Watch(other.Registration, Interest.Read);
        using var stray = new Stray(selector);
        GetLimit(OpenFiles, out Limit limit).ShouldBe(0);
        var none = new Limit { Soft = 3, Hard = limit.Hard };
        SetLimit(OpenFiles, ref none).ShouldBe(0);
        try
        {
            for (int i = 0; i < 10; i++)
            {
                selector.Poll(0);
            }
        }
        finally
        {
            SetLimit(OpenFiles, ref limit).ShouldBe(0);
        }

        selector.RenewalCount.ShouldBe(0);
        other.SendFromFar();
        selector.Poll(10)[0].Registration.ShouldBe(other.Registration);
        for (int i = 0; i < 10; i++)
        {
            selector.Poll(0);
        }

        selector.RenewalCount.ShouldBe(1);
    }

    // Its waiter is told by the next Poll what has become of it, not that there is something to read.
    [Test]
    public void Event_OfASocketClosedWhileADuplicateLives_OrphansItAtOnce()
    {
        using Selector selector = CreateBackend();
        using var pair = new ConnectedPair();
        selector.Watch(pair.Registration, Interest.Read);
        int duplicate = Duplicate((int)pair.Near.Handle);
        try
        {
            pair.Near.Dispose();
            pair.SendFromFar();

            selector.Poll(10)[0].Registration.ShouldBe(pair.Registration);
            pair.Registration.IsOrphaned.ShouldBeTrue();
        }
        finally
        {
            _ = Libc.Close(duplicate);
        }
    }

    // Every Poll looks at a few registrations, so that a loop that never idles hears of closed sockets too.
    [Test]
    public void Socket_ClosedInABusyLoop_IsFoundByPollsThatNeverWait()
    {
        using Selector selector = CreateBackend();
        using var pair = new ConnectedPair();
        selector.Watch(pair.Registration, Interest.Read);
        pair.Near.Dispose();

        int polls = 0;
        while (selector.Poll(0).Length == 0)
        {
            (++polls).ShouldBeLessThan(1000);
        }

        pair.Registration.IsOrphaned.ShouldBeTrue();
    }

    // A connection whose socket was watched and is closed, which a duplicate keeps open, and which has something to say.
    private sealed class Stray : IDisposable
    {
        private readonly ConnectedPair _pair = new();
        private readonly int _duplicate;

        internal Stray(Selector selector)
        {
            selector.Watch(_pair.Registration, Interest.Read);
            _duplicate = Duplicate((int)_pair.Near.Handle);
            _pair.Near.Dispose();
            selector.Watch(_pair.Registration, Interest.None);
            _pair.SendFromFar();
        }

        public void Dispose()
        {
            _pair.Dispose();
            _ = Libc.Close(_duplicate);
        }
    }

    private static Socket Datagram() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, ref Limit limit);

    private struct Limit
    {
        internal nuint Soft;
        internal nuint Hard;
    }
}
