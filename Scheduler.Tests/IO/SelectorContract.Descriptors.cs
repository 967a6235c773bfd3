using System.Runtime.InteropServices;

namespace Coroutines.Tests.IO;

// What has a descriptor and is no socket.
internal abstract partial class SelectorContract
{
    [Test]
    [Platform("Linux")]
    public void Pipe_WithBytesInIt_IsReadable_AndSoIsASocketBesideIt()
    {
        SilentPipe pipe = Open(new SilentPipe());
        ConnectedPair pair = Connect();
        var reader = new Registration(pipe.Reader);
        _selector.Watch(reader, Interest.Read);
        _selector.Watch(pair.Registration, Interest.Read);
        Poll(0).ShouldBeEmpty();

        Put(pipe.Writer, 3);
        Poll(Patience).ShouldBe([(reader, Interest.Read)]);
        pair.SendFromFar();
        pair.Near.Poll(-1, System.Net.Sockets.SelectMode.SelectRead).ShouldBeTrue();
        Poll(Patience).ShouldBe([(reader, Interest.Read), (pair.Registration, Interest.Read)], ignoreOrder: true);

        _selector.Watch(reader, Interest.None);
        Poll(Patience).ShouldBe([(pair.Registration, Interest.Read)]);
    }

    [Test]
    [Platform("Linux")]
    public void Pipe_WithRoom_IsWritable()
    {
        SilentPipe pipe = Open(new SilentPipe());
        var writer = new Registration(pipe.Writer);
        _selector.Watch(writer, Interest.Write);
        Poll(Patience).ShouldBe([(writer, Interest.Write)]);
    }

    [Test]
    [Platform("Linux")]
    public void Pipe_WhoseOtherEndIsClosed_IsReady()
    {
        SilentPipe one = Open(new SilentPipe());
        var reader = new Registration(one.Reader);
        _selector.Watch(reader, Interest.Read);
        one.Writer.Dispose();
        Poll(Patience).ShouldBe([(reader, Interest.Read)]);
        _selector.Watch(reader, Interest.None);

        // What one cannot read from is reported as readable by its fault: its reader is gone.
        SilentPipe other = Open(new SilentPipe());
        var writer = new Registration(other.Writer);
        _selector.Watch(writer, Interest.Read);
        Poll(0).ShouldBeEmpty();
        other.Reader.Dispose();
        Poll(Patience).ShouldBe([(writer, Interest.Read)]);
    }

    [Test]
    [Platform("Linux")]
    public void Pipe_ClosedWhileItIsWatched_IsOrphaned()
    {
        SilentPipe pipe = Open(new SilentPipe());
        var reader = new Registration(pipe.Reader);
        _selector.Watch(reader, Interest.Read);
        Poll(0).ShouldBeEmpty();
        pipe.Reader.Dispose();
        Poll(Patience).ShouldBe([(reader, Interest.Read)]);
        reader.IsOrphaned.ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => _selector.Watch(reader, Interest.Read));
    }

    [Test]
    [Platform("Linux")]
    public void Poll_WokenWhileItWaitsForAPipe_Ends()
    {
        _selector.Watch(new Registration(Open(new SilentPipe()).Reader), Interest.Read);
        Thread waker = WakeSoon();
        Poll(double.PositiveInfinity).ShouldBeEmpty();
        waker.Join();
        Poll(0).ShouldBeEmpty();
    }

    private static void Put(SafeHandle writer, int count)
    {
        using var file = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(writer.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 1);
        file.Write(new byte[count]);
    }
}
