using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Flow control: what becomes of unsent bytes at a close, an abort and a half-close. Rule 47.</summary>
public sealed partial class FlowTwins
{
    private IEnumerator<Awaitable> HasAllCome(CoStream stream)
    {
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> received);
        Note("all has come", received.Result.Length == Much);
    }

    [Twin]
    public IEnumerator<Awaitable> CloseWithUnsentBytes()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        here.Close();
        here.Close();
        Note("closing", here.IsClosing, "queued", here.WriteBufferSize > 0);
        CoTask task = CreateTask(NotedEnding("wait closed", here.WaitClosed()));
        yield return Await(Pause(5));
        Note("closed", task.IsDone);
        yield return Await(ReceivingAll(there));
        yield return task;
        Note("queued", here.WriteBufferSize);
    }

    [Twin]
    public IEnumerator<Awaitable> DrainOfWhatIsSentWhileClosing()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        CoTask task = DrainInTask("before", here);
        yield return Await(Pause());
        here.Close();
        CoTask later = DrainInTask("after", here);
        yield return Await(Pause(3));
        yield return Await(ReceivingAll(there));
        yield return task;
        yield return later;
    }

    [Twin]
    public IEnumerator<Awaitable> AbortWithUnsentBytes()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        here.Abort();
        Note("closing", here.IsClosing, "queued", here.WriteBufferSize);
        yield return Await(NotedEnding("wait closed", here.WaitClosed()));
        yield return Await(HasAllCome(there));
    }

    [Twin]
    public IEnumerator<Awaitable> AbortAfterClose()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        here.Close();
        Note("queued", here.WriteBufferSize > 0);
        here.Abort();
        Note("queued", here.WriteBufferSize);
        yield return Await(NotedEnding("wait closed", here.WaitClosed()));
        here.Abort();
        here.Close();
        yield return Await(HasAllCome(there));
    }

    [Twin]
    public IEnumerator<Awaitable> AbortWhileADrainWaits()
    {
        (CoStream here, CoStream _) = Pair();
        here.Write(new byte[Much]);
        CoTask task = DrainInTask("waiting", here);
        yield return Await(Pause(3));
        here.Abort();
        yield return task;
        yield return Await(NotedEnding("later", here.Drain()));
    }

    [Twin]
    public IEnumerator<Awaitable> HalfCloseWithUnsentBytes()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        here.WriteEof();
        Note("closing", here.IsClosing, "queued", here.WriteBufferSize > 0);
        yield return Await(ReceivingAll(there));
        there.Write("still here");
        there.WriteEof();
        yield return Await(ReceivingText(here, "answer"));
        here.Close();
        yield return Await(NotedEnding("wait closed", here.WaitClosed()));
    }

    [Twin]
    public IEnumerator<Awaitable> DrainAfterTheEnd()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        here.WriteEof();
        CoTask task = DrainInTask("drain", here);
        yield return Await(ReceivingAll(there));
        yield return task;
        yield return Await(NotedEnding("again", here.Drain()));
    }

    [Twin]
    public IEnumerator<Awaitable> CloseAfterTheEnd()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write(new byte[Much]);
        here.WriteEof();
        here.Close();
        yield return Await(ReceivingAll(there));
        yield return Await(NotedEnding("wait closed", here.WaitClosed()));
    }

    [Twin]
    public IEnumerator<Awaitable> BothDirectionsEndByThemselves()
    {
        (CoStream here, CoStream there) = Pair();
        here.Write("one");
        here.WriteEof();
        yield return Await(ReceivingText(there));
        Note("ends", here.IsAtEof, there.IsAtEof);
        there.Write("two");
        there.WriteEof();
        yield return Await(ReceivingText(here));
        Note("ends", here.IsAtEof, there.IsAtEof);
        Note("closing", here.IsClosing, there.IsClosing);
    }
}
