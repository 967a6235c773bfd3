using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Coroutines.Tests.IO;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Streams over descriptors that are no sockets, whoever asks the system which are ready.</summary>
public abstract class DescriptorContract
{
    private const int Much = 1_000_000;

    private string _folder = null!;

    private protected abstract SelectorKind Kind { get; }

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(false)]
    [TestCase(true)]
    public void Pipe_CarriesMuch_AndItsEnd(bool isShared) => Run(PipeCarriesMuch(isShared));

    private static IEnumerator<Awaitable> PipeCarriesMuch(bool isShared)
    {
        var pipe = new SilentPipe();
        using CoStream reader = Over(pipe.Reader, FileAccess.Read, isShared);
        using CoStream writer = Over(pipe.Writer, FileAccess.Write, isShared);
        byte[] sent = Numbered(Much);
        writer.Write(sent.AsSpan(0, Much / 2));
        writer.WriteBufferSize.ShouldBeGreaterThan(0);
        CoTask write = CreateTask(WritingAll(writer, sent.AsMemory(Much / 2)));
        yield return reader.ReadExactly(Much).Into(out Awaitable<byte[]> received);
        received.Result.AsSpan().SequenceEqual(sent).ShouldBeTrue();
        yield return write;
        writer.CanWriteEof.ShouldBeTrue();
        writer.Write("rest");
        writer.WriteEof();
        yield return reader.ReadToEnd().Into(out received);
        received.Result.ShouldBe("rest"u8.ToArray());

        // As in asyncio: there is nothing left of it.
        yield return writer.WaitClosed();
    }

    [Test]
    public void PipeWriter_HearsThatItsReaderIsGone_AndIsNoEndOfTheProcess() => Run(ReaderGone());

    private static IEnumerator<Awaitable> ReaderGone()
    {
        var pipe = new SilentPipe();
        using CoStream writer = Over(pipe.Writer, FileAccess.Write);
        CoTask closed = CreateTask(WatchingClosed(writer));
        yield return null;
        closed.IsDone.ShouldBeFalse();
        pipe.Reader.Dispose();
        yield return closed;
        writer.Write("x");
        yield return Settle(writer.WaitClosed(), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.Shutdown);
    }

    [Test]
    public void OneDirection_RefusesTheOther() => Run(OneDirection());

    private static IEnumerator<Awaitable> OneDirection()
    {
        var pipe = new SilentPipe();
        using CoStream reader = Over(pipe.Reader, FileAccess.Read);
        using CoStream writer = Over(pipe.Writer, FileAccess.Write);
        Should.Throw<InvalidOperationException>(() => reader.Write("x")).Message.ShouldContain("for reading only");
        yield return Settle(reader.WriteAll(new byte[1]), out Outcome written);
        written.Exception.ShouldBeOfType<InvalidOperationException>();
        yield return Settle(writer.ReadLine(), out Outcome<string?> read);
        read.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("for writing only");
        reader.CanWriteEof.ShouldBeFalse();
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Terminal_TalksBothWays_AndItsHangUpIsTheEnd(bool isShared) => Run(TerminalTalks(isShared));

    private static IEnumerator<Awaitable> TerminalTalks(bool isShared)
    {
        (SafeHandle outer, SafeHandle inner) = Posix.OpenTerminal();
        using CoStream user = Over(outer, FileAccess.ReadWrite);
        CoStream program = Over(inner, FileAccess.ReadWrite, isShared);
        user.Write("name?\n");
        yield return program.ReadLine().Into(out Awaitable<string?> line);
        line.Result.ShouldBe("name?");
        program.WriteLines(["one", "two"]);
        yield return user.ReadLine().Into(out line);
        line.Result.ShouldBe("one");
        user.CanWriteEof.ShouldBeFalse();
        program.Close();
        yield return user.ReadToEnd().Into(out Awaitable<byte[]> rest);
        rest.Result.ShouldBe("two\n"u8.ToArray());
    }

    [Test]
    public void File_IsReadToItsEnd_OnAThread() => Run(FileRead());

    private IEnumerator<Awaitable> FileRead()
    {
        string path = Path.Combine(_folder, "file");
        byte[] bytes = Numbered(Much);
        File.WriteAllBytes(path, bytes);
        SafeHandle handle = Posix.OpenToRead(path);
        Descriptors.CanBePolled(handle).ShouldBeFalse();
        using CoStream stream = Over(handle, FileAccess.Read);
        yield return stream.ReadExactly(10).Into(out Awaitable<byte[]> some);
        some.Result.ShouldBe(bytes[..10]);
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> rest);
        rest.Result.AsSpan().SequenceEqual(bytes.AsSpan(10)).ShouldBeTrue();
        stream.IsAtEof.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => stream.Write("x"));
    }

    [Test]
    public void File_HasAllThatAWriteAllHasWritten_WhenThatIsOver() => Run(FileWritten());

    private IEnumerator<Awaitable> FileWritten()
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, []);
        byte[] bytes = Numbered(Much);
        CoStream stream = Over(Posix.OpenToWrite(path), FileAccess.Write);
        stream.Write(bytes.AsSpan(0, 10));
        yield return stream.WriteAll(bytes.AsMemory(10));
        File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        stream.Write("end");
        stream.Close();
        yield return stream.WaitClosed();
        File.ReadAllBytes(path).Length.ShouldBe(Much + 3);
    }

    [Test]
    public void File_WithAWriteAllGivenUp_HasWhatCameBehindItInOrder() => Run(WriteGivenUp());

    private IEnumerator<Awaitable> WriteGivenUp()
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, []);
        byte[] first = Numbered(300_000);
        CoStream stream = Over(Posix.OpenToWrite(path), FileAccess.Write);
        CoTask write = CreateTask(WritingAll(stream, first));
        yield return null;
        stream.Write("behind");
        write.Cancel();
        yield return Settle(write, out _, includeCancellation: true);
        stream.Close();
        yield return stream.WaitClosed();
        byte[] written = File.ReadAllBytes(path);
        written[^6..].ShouldBe("behind"u8.ToArray());
        written[..^6].ShouldBe(first[..(written.Length - 6)]);
        written.Length.ShouldBeLessThan(first.Length);
    }

    [Test]
    public void NullDevice_TakesAll_AndGivesNothing() => Run(NullDevice());

    private static IEnumerator<Awaitable> NullDevice()
    {
        using CoStream reader = Over(Posix.OpenToRead("/dev/null"), FileAccess.Read);
        using CoStream writer = Over(Posix.OpenToWrite("/dev/null"), FileAccess.Write);
        yield return reader.ReadToEnd().Into(out Awaitable<byte[]> nothing);
        nothing.Result.ShouldBeEmpty();
        yield return writer.WriteAll(new byte[Much]);
    }

    [Test]
    public void WhatCannotBeRead_IsAnErrorOfTheReader() => Run(Unreadable());

    private IEnumerator<Awaitable> Unreadable()
    {
        using CoStream folder = Over(Posix.OpenToRead(_folder), FileAccess.Read);
        yield return Settle(folder.Read(1), out Outcome<byte[]> outcome);
        outcome.Exception.ShouldBeOfType<IOException>().Message.ShouldContain("errno 21");
    }

    [Test]
    public void Process_IsReadyWhenItHasEnded() => Run(ProcessEnds());

    private static IEnumerator<Awaitable> ProcessEnds()
    {
        using Process cat = Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true })!;
        using var descriptor = Posix.OpenProcess(cat.Id);
        var ended = new Future();
        using var watch = new DescriptorWatch(Scheduler.Current.Sockets, descriptor, new Once(ended)) { Wanted = Interest.Read };
        yield return null;
        ended.IsDone.ShouldBeFalse();
        cat.StandardInput.Close();
        yield return ended;
    }

    [Test]
    public void Descriptors_AreAllClosedAgain()
    {
        // The first run opens what the process keeps.
        Run(OpenAndClose());
        List<string> before = Posix.Descriptors();
        for (int i = 0; i < 3; i++)
        {
            Run(OpenAndClose());
        }

        Posix.ShouldHaveClosedAllSince(before);
    }

    private IEnumerator<Awaitable> OpenAndClose()
    {
        yield return Await(PipeCarriesMuch(isShared: false));
        yield return Await(ReaderGone());
        yield return Await(FileWritten());
        yield return Await(FileRead());

        // Left open: the scheduler closes them.
        var pipe = new SilentPipe();
        Over(pipe.Reader, FileAccess.Read);
        Over(pipe.Writer, FileAccess.Write);
        Over(Posix.OpenToRead("/dev/null"), FileAccess.Read);
    }

    private void Run(IEnumerator<Awaitable> main) => Scheduler.Run(main, new SchedulerOptions { Selector = Kind });

    private static CoStream Over(SafeHandle handle, FileAccess access, bool isShared = false) =>
        CoStream.Over(Scheduler.Current, Descriptors.Open(Scheduler.Current, handle, access, isShared), CoStream.DefaultLimit);

    private static byte[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(static i => (byte)(i * 7))];

    private static IEnumerator<Awaitable> WritingAll(CoStream stream, ReadOnlyMemory<byte> bytes)
    {
        yield return stream.WriteAll(bytes);
    }

    /// <summary>Sets a future, and is told again until it is not watched any more.</summary>
    private sealed class Once(Future future) : IReadyTarget
    {
        public void OnReady(Interest ready)
        {
            if (!future.IsDone)
            {
                future.SetResult();
            }
        }
    }

    private static IEnumerator<Awaitable> WatchingClosed(CoStream stream)
    {
        yield return stream.Closed;
    }
}
