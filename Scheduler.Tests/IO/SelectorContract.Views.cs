using System.Net.Sockets;

namespace Coroutines.Tests.IO;

// Several sockets that stand for one descriptor, and descriptors that are closed behind a socket's back.
internal abstract partial class SelectorContract
{
    [Test]
    public void Views_OneReadsAndOneWrites_EachHearsOfItsOwn()
    {
        ConnectedPair pair = Connect();
        Registration writer = ViewOf(pair.Near);
        pair.FillNear();
        _selector.Watch(pair.Registration, Interest.Read);
        _selector.Watch(writer, Interest.Write);
        Poll(0).ShouldBeEmpty();

        pair.SendFromFar();
        Poll(Patience).ShouldBe([(pair.Registration, Interest.Read)]);

        pair.Near.Receive(new byte[1]).ShouldBe(1);
        pair.DrainFar();
        Poll(Patience).ShouldBe([(writer, Interest.Write)]);
    }

    [Test]
    public void Views_OfTheSameInterest_AllHearOfIt()
    {
        ConnectedPair pair = Connect();
        Registration[] all = [pair.Registration, ViewOf(pair.Near), new Registration(pair.Near)];
        Array.ForEach(all, registration => _selector.Watch(registration, Interest.Read));
        pair.SendFromFar();

        Poll(Patience).ShouldBe(all.Select(registration => (registration, Interest.Read)), ignoreOrder: true);
        all.ShouldAllBe(registration => !registration.IsOrphaned);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void Views_OneUnregistered_TheOthersStayWatchedAndNoMoreThanThat(int leaving)
    {
        ConnectedPair pair = Connect();
        Registration[] all = [pair.Registration, ViewOf(pair.Near), ViewOf(pair.Near)];
        Array.ForEach(all, registration => _selector.Watch(registration, Interest.Read));
        _selector.Watch(all[leaving], Interest.Both);
        Poll(Patience).ShouldBe([(all[leaving], Interest.Write)]);

        _selector.Watch(all[leaving], Interest.None);

        Poll(0).ShouldBeEmpty();
        pair.SendFromFar();
        Poll(Patience).ShouldBe(all.Where((_, i) => i != leaving).Select(registration => (registration, Interest.Read)), ignoreOrder: true);
    }

    [Test]
    public void Views_InterestOfOneChanged_TheOtherKeepsItsOwn()
    {
        ConnectedPair pair = Connect();
        Registration view = ViewOf(pair.Near);
        _selector.Watch(pair.Registration, Interest.Read);
        _selector.Watch(view, Interest.Write);

        _selector.Watch(view, Interest.Read);
        _selector.Watch(pair.Registration, Interest.Write);

        pair.SendFromFar();
        pair.Near.Poll(-1, SelectMode.SelectRead).ShouldBeTrue();
        Poll(Patience).ShouldBe([(pair.Registration, Interest.Write), (view, Interest.Read)], ignoreOrder: true);
    }

    [Test]
    public void View_ClosedWithoutTheDescriptor_IsOrphanedAlone()
    {
        ConnectedPair pair = Connect();
        Registration view = ViewOf(pair.Near);
        _selector.Watch(pair.Registration, Interest.Read);
        _selector.Watch(view, Interest.Read);

        view.Socket!.Dispose();

        Poll(Patience).ShouldBe([(view, Interest.Read)]);
        pair.SendFromFar();
        Poll(Patience).ShouldBe([(pair.Registration, Interest.Read)]);
    }

    [Test]
    public void Views_DescriptorClosedByItsOwner_AllAreOrphaned()
    {
        ConnectedPair pair = Connect();
        Registration view = ViewOf(pair.Near);
        _selector.Watch(pair.Registration, Interest.Read);
        _selector.Watch(view, Interest.Write);
        pair.FillNear();

        pair.Near.Dispose();

        PollUntilOrphaned(pair.Registration, view);
    }

    // Nobody has told the Socket, so its handle does not know.
    [Test]
    [Platform("Linux")]
    public void Descriptor_ClosedByItsNumber_IsFoundWithoutASpin()
    {
        ConnectedPair lost = Connect();
        ConnectedPair other = Connect();
        _selector.Watch(lost.Registration, Interest.Read);
        _selector.Watch(other.Registration, Interest.Read);
        Poll(0).ShouldBeEmpty();
        long asked = _selector.AskedCount;

        CloseBehindItsBack(lost.Near);

        PollUntilOrphaned(lost.Registration);
        (_selector.AskedCount - asked).ShouldBeLessThan(100);
        other.SendFromFar();
        Poll(Patience).ShouldBe([(other.Registration, Interest.Read)]);
    }

    // A loop that never idles hears of it too.
    [Test]
    [Platform("Linux")]
    [Category("RealTime")]
    public void Descriptor_ClosedByItsNumberInABusyLoop_IsFoundByPollsThatNeverWait()
    {
        ConnectedPair lost = Connect();
        _selector.Watch(lost.Registration, Interest.Read);
        CloseBehindItsBack(lost.Near);

        SpinWait.SpinUntil(() => Poll(0).Length > 0, TimeSpan.FromSeconds(Patience)).ShouldBeTrue();
        lost.Registration.IsOrphaned.ShouldBeTrue();
    }

    // A handle that closes nothing, as a library has that is lent somebody's socket.
    private Registration ViewOf(Socket socket) =>
        new(Open(new Socket(new SafeSocketHandle(socket.Handle, ownsHandle: false)) { Blocking = false }));

    // The number stays taken until the end of the test, so that nobody else gets it while the Socket believes to have it.
    private void CloseBehindItsBack(Socket socket)
    {
        int number = (int)socket.Handle;
        Libc.Close(number).ShouldBe(0);
        _opened.Insert(0, new Placeholder(number));
    }

    private void PollUntilOrphaned(params Registration[] registrations)
    {
        for (int polls = 0; !registrations.All(registration => registration.IsOrphaned); polls++)
        {
            polls.ShouldBeLessThan(10);
            Poll(Patience).ShouldNotBeEmpty();
        }

        Poll(0).ShouldBeEmpty();
    }

    // Before the Socket closes its number, something is put there that may be closed.
    private sealed class Placeholder(int number) : IDisposable
    {
        public void Dispose()
        {
            int source = Duplicate(2);
            if (source != number)
            {
                _ = Replace(source, number);
                _ = Libc.Close(source);
            }
        }
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "dup")]
    protected static extern int Duplicate(int descriptor);

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "dup2")]
    protected static extern int Replace(int source, int target);
}
