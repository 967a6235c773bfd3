using System.Diagnostics;

namespace Coroutines;

/// <summary>A process that was started here: asyncio's <c>Process</c>. Made by <see cref="Awaitable.CreateSubprocessExec(string, string[])"/> and its kin.</summary>
/// <remarks>
/// <para>The loop notices its end and reaps it, whether or not anybody waits. On Linux no thread takes part: its end and its pipes are polled with
/// the sockets. On other systems threads wait for them.</para>
/// <para>A coroutine owns it by <c>using</c>: see <see cref="Dispose"/>. One that nobody disposes runs on when the coroutine ends that started it, and is
/// killed when the scheduler ends.</para>
/// <para>It belongs to one scheduler, and is used on that scheduler's thread.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class CoProcess : IDisposable
{
    private readonly Child _child;
    private readonly string _program;
    private readonly ProcessLine _line;
    private ProcessExit? _exit;

    internal CoProcess(Scheduler scheduler, Child child, ProcessStartInfo start)
    {
        Scheduler = scheduler;
        _child = child;
        _program = start.FileName;
        _line = new ProcessLine(this);
        Id = child.Id;
        CreationStack = OpenStreams.Origin(scheduler);
        StandardInput = Open(child.Input, "stdin");
        StandardOutput = Open(child.Output, "stdout");
        StandardError = Open(child.Error, "stderr");
        scheduler.Processes.Add(this);
        child.WatchEnd(Ended);
    }

    /// <summary>The system's number of it: asyncio's <c>pid</c>. Once it has ended, another process may have that.</summary>
    public int Id { get; }

    /// <summary>
    /// What it has returned; −N if signal N has ended it; null as long as the loop has not noticed its end: asyncio's <c>returncode</c> (rule 52).
    /// 255, as in asyncio, if it was reaped by somebody else, as the system does where SIGCHLD is ignored.
    /// </summary>
    public int? ReturnCode { get; private set; }

    /// <summary>What it reads, to be written to; null if that is not redirected. Closed when the process has ended. asyncio's <c>stdin</c>.</summary>
    public CoStream? StandardInput { get; }

    /// <summary>What it writes, to be read; null if that is not redirected. asyncio's <c>stdout</c>.</summary>
    public CoStream? StandardOutput { get; }

    /// <summary>What it writes about errors, to be read; null if that is not redirected. asyncio's <c>stderr</c>.</summary>
    public CoStream? StandardError { get; }

    /// <summary>
    /// Whether a <see cref="Communicate"/> that is cancelled, and <see cref="Dispose"/>, kill it and wait for its end. True unless set; where it is false, it
    /// is left running, as by asyncio.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set, and the scheduler runs on another thread.</exception>
    public bool IsKilledOnCancel
    {
        get;
        set
        {
            Scheduler.VerifyThread();
            field = value;
        }
    } = true;

    internal Scheduler Scheduler { get; }

    /// <summary>Where it was started; in debug mode.</summary>
    internal string? CreationStack { get; }

    /// <summary>
    /// Waits for its end: asyncio's <c>wait()</c>. It is over with the process, also while another one has its pipes. No iteration passes if it has ended.
    /// </summary>
    /// <returns>An awaitable of the <see cref="ReturnCode"/>. Any number may wait. A cancel gives up the wait only.</returns>
    /// <remarks>Nobody reads what it writes meanwhile, beyond twice a stream's limit: one that writes more waits for ever, unless somebody else reads, or
    /// <see cref="Communicate"/> does.</remarks>
    public Awaitable<int> Wait() => Awaitable.Await<int>(Waiting());

    /// <summary>Asks it to end (SIGTERM): asyncio's <c>terminate()</c>. On Windows this is the same as <see cref="Kill"/>.</summary>
    /// <inheritdoc cref="Kill"/>
    public void Terminate() => Send(Child.Terminate);

    /// <summary>Ends it (SIGKILL): asyncio's <c>kill()</c>. <see cref="Wait"/> says when it has.</summary>
    /// <remarks>Nothing happens if it has just ended, and the loop has not noticed it. What the process itself has started goes on: a shell's children, say.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Its <see cref="ReturnCode"/> is set; or the scheduler runs on another thread.</exception>
    /// <exception cref="UnauthorizedAccessException">It runs as another user.</exception>
    public void Kill() => Send(Child.Kill);

    /// <summary>
    /// Closes its pipes; kills it, if it runs, and has the coroutine that calls this not end before it: behind the <c>finally</c> and <c>using</c> blocks of
    /// that coroutine its end is waited for, and then come the deferred ones. So none is left of what stood in a <c>using</c>, however the coroutine ended.
    /// </summary>
    /// <remarks>A cancel during that wait gives it up; the loop reaps the process all the same, as it does outside of a coroutine. A second call does nothing.
    /// Where <see cref="IsKilledOnCancel"/> is false, only the pipes are closed. What the process itself has started is not killed.</remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Dispose()
    {
        Scheduler.VerifyThread();
        ClosePipes();
        if (ReturnCode is not null || !IsKilledOnCancel)
        {
            return;
        }

        KillNow();
        if (_exit is null && CoTask.Current is { } task && ReferenceEquals(task.Scheduler, Scheduler))
        {
            _exit = new ProcessExit(task.InnermostCoroutine, _line);
        }
    }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>process 4711 'cat' (running)</c> or <c>process 4711 'cat' (returned 0)</c>.</returns>
    public override string ToString() => ReturnCode is { } code ? $"{Describe()} (returned {code})" : $"{Describe()} (running)";

    internal string Describe() => $"process {Id} {Repr.Of(_program)}";

    internal static CoProcess Start(Scheduler scheduler, ProcessStartInfo start) => new(scheduler, scheduler.Processes.Start(scheduler, start), start);

    /// <summary>Kills it, if it runs.</summary>
    internal void KillNow()
    {
        try
        {
            _child.Send(Child.Kill);
        }
        catch (UnauthorizedAccessException)
        {
            // It has made itself another user's, and goes on by itself.
        }
    }

    /// <summary>The scheduler ends: waits for the end of it without the loop, and reaps it.</summary>
    internal void EndNow(TimeSpan limit)
    {
        _child.AwaitEnd(limit);
        if (_child.TryReap(out int code))
        {
            ReturnCode = code;
        }

        _child.Dispose();
    }

    private void Send(int signal)
    {
        Scheduler.VerifyThread();
        if (ReturnCode is { } code)
        {
            throw new InvalidOperationException(
                $"Signal {signal} cannot be sent to {Describe()}: it has ended and returned {code}. Look at its ReturnCode before.");
        }

        _child.Send(signal);
    }

    private CoStream? Open(Conduit? conduit, string name)
    {
        if (conduit is null)
        {
            return null;
        }

        CoStream stream = CoStream.Over(Scheduler, conduit, CoStream.DefaultLimit);
        stream.Name = $"{name} of {_program}";
        return stream;
    }

    private IEnumerator<Awaitable> Waiting()
    {
        yield return new Awaitable(_line.Queue);
        yield return Awaitable.Return(ReturnCode!.Value);
    }

    /// <summary>On the loop's thread: it seems to have ended.</summary>
    private void Ended()
    {
        if (ReturnCode is not null || !_child.TryReap(out int code))
        {
            return;
        }

        ReturnCode = code;
        _child.Dispose();
        Scheduler.Processes.Remove(this);

        // Nobody is left to read it.
        StandardInput?.Close();
        _exit?.End();
        _line.Queue.WakeAll();
    }

    private void ClosePipes()
    {
        StandardInput?.Close();
        StandardOutput?.Close();
        StandardError?.Close();
    }
}
