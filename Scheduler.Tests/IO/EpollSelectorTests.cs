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
                selector.Watch(new SocketRegistration(socket), Interest.Write);
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
        int number = (int)pair.Near.Handle;
        int duplicate = Duplicate(number);
        try
        {
            pair.Near.Dispose();
            selector.Watch(pair.Registration, Interest.None);
            pair.SendFromFar();
            selector.Poll(0.01).Length.ShouldBe(0);

            selector.Watch(ReopenAt(number), Interest.Read);
            selector.Poll(0.01).Length.ShouldBe(0);
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
    public void Watch_SecondRegistrationOfASocket_ReplacesTheFirst()
    {
        using Selector selector = CreateBackend();
        using var pair = new ConnectedPair();
        selector.Watch(pair.Registration, Interest.Read);
        var second = new SocketRegistration(pair.Near);

        selector.Watch(second, Interest.Write);

        ReadyEvent[] batch = selector.Poll(1).ToArray();
        batch.Select(entry => (entry.Registration, entry.Ready))
            .ShouldBe([(second, Interest.Write), (pair.Registration, Interest.Read)]);
        pair.Registration.IsOrphaned.ShouldBeTrue();
        second.Interest.ShouldBe(Interest.Write);
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

    // A signal handled on the waiting thread interrupts the system call, whatever the handler says.
    [Test]
    [Category("RealTime")]
    public void Poll_InterruptedBySignals_WaitsOnForTheRestOfItsTime()
    {
        const int WindowChanged = 28;
        using Selector selector = CreateBackend();
        int handled = 0;
        using var handler = PosixSignalRegistration.Create((PosixSignal)WindowChanged, _ => Interlocked.Increment(ref handled));
        nint poller = CurrentThread();
        using var isOver = new ManualResetEvent(false);
        var signaller = new Thread(() =>
        {
            while (!isOver.WaitOne(5))
            {
                _ = SignalThread(poller, WindowChanged);
            }
        });
        signaller.Start();

        double elapsed;
        int count;
        try
        {
            var watch = Stopwatch.StartNew();
            count = selector.Poll(0.2).Length;
            elapsed = watch.Elapsed.TotalSeconds;
        }
        finally
        {
            isOver.Set();
            signaller.Join();
        }

        elapsed.ShouldBeGreaterThanOrEqualTo(0.2);
        count.ShouldBe(0);
        SpinWait.SpinUntil(() => Volatile.Read(ref handled) > 0, TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    private static Socket Datagram() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Replace(int source, int target);

    [DllImport("libc", EntryPoint = "pthread_self")]
    private static extern nint CurrentThread();

    [DllImport("libc", EntryPoint = "pthread_kill")]
    private static extern int SignalThread(nint thread, int signal);
}
