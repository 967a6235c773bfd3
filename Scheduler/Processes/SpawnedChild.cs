using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A child of Linux. Its end is polled as a descriptor; where the kernel has none for processes, a thread waits for it. Only
/// <see cref="TryReap"/> has the system let go of it, so that until then its id is nobody else's, whoever waits.
/// </summary>
internal sealed unsafe class SpawnedChild : Child, IReadyTarget
{
    // asyncio's, where somebody else has reaped it: a program that ignores SIGCHLD has the system do so.
    private const int Unknown = 255;

    private const int SignalBits = 0x7F;
    private const int CodeShift = 8;
    private const int CodeBits = 0xFF;

    private readonly Scheduler _scheduler;
    private readonly FileDescriptor? _descriptor;
    private DescriptorWatch? _watch;
    private ExitThread? _thread;
    private Action? _ended;

    private SpawnedChild(Scheduler scheduler, int id, bool isPolled)
    {
        _scheduler = scheduler;
        Id = id;

        // At once: there is nothing to keep it from ending, but it stays where it is until it is reaped.
        int number = isPolled ? SpawnCalls.PidfdOpen(id) : -1;
        _descriptor = number >= 0 ? FileDescriptor.Open("pidfd_open", number) : null;
    }

    internal override int Id { get; }

    /// <param name="scheduler">The scheduler that it is for.</param>
    /// <param name="start">What to start.</param>
    /// <param name="isPolled">Whether its end and its pipes are polled, where that can be; else there are threads for them.</param>
    internal static SpawnedChild Start(Scheduler scheduler, ProcessStartInfo start, bool isPolled)
    {
        ChildPipe?[] pipes = new ChildPipe?[3];
        try
        {
            pipes[0] = start.RedirectStandardInput ? ChildPipe.Open() : null;
            pipes[1] = start.RedirectStandardOutput ? ChildPipe.Open() : null;
            pipes[2] = start.RedirectStandardError ? ChildPipe.Open() : null;
            FileDescriptor?[] ends = [pipes[0]?.Reader, pipes[1]?.Writer, pipes[2]?.Writer];
            var child = new SpawnedChild(scheduler, Spawn.Start(start, ends), isPolled)
            {
                Input = OpenEnd(scheduler, pipes[0]?.Writer, FileAccess.Write, isPolled),
                Output = OpenEnd(scheduler, pipes[1]?.Reader, FileAccess.Read, isPolled),
                Error = OpenEnd(scheduler, pipes[2]?.Reader, FileAccess.Read, isPolled),
            };
            Array.ForEach(ends, static end => end?.Dispose());
            return child;
        }
        catch
        {
            Array.ForEach(pipes, static pipe => pipe?.Dispose());
            throw;
        }
    }

    internal override void WatchEnd(Action ended)
    {
        _ended = ended;
        if (_descriptor is null)
        {
            _thread = new ExitThread(_scheduler, WaitWithoutReaping, ended);
        }
        else
        {
            _watch = new DescriptorWatch(_scheduler.Sockets, _descriptor, this) { Wanted = Interest.Read };
        }
    }

    internal override bool TryReap(out int returnCode)
    {
        while (true)
        {
            int status;
            int id = SpawnCalls.Wait(Id, &status, SpawnCalls.NoHang);
            if (id >= 0)
            {
                int signal = status & SignalBits;
                returnCode = signal == 0 ? (status >> CodeShift) & CodeBits : -signal;
                return id > 0;
            }

            if (Libc.LastError != Libc.Eintr)
            {
                returnCode = Unknown;
                return true;
            }
        }
    }

    // By the descriptor no other process can be meant; and the id is its own as long as it is not reaped.
    internal override void Send(int signal)
    {
        if (_descriptor is { IsClosed: true })
        {
            // The scheduler has ended, and could not end it.
            return;
        }

        int result = _descriptor is null ? SpawnCalls.Kill(Id, signal) : SpawnCalls.PidfdSendSignal(_descriptor.Number, signal);
        if (result != 0 && Libc.LastError is var error && error != SpawnCalls.Esrch)
        {
            throw error == Libc.Eperm
                ? new UnauthorizedAccessException($"Signal {signal} cannot be sent to process {Id}: it runs as another user (errno {error}).")
                : new IOException(Libc.Failure("kill", error).Message);
        }
    }

    internal override void AwaitEnd(TimeSpan limit)
    {
        if (_thread is not null)
        {
            _thread.Join(limit);
        }
        else if (_descriptor is not null)
        {
            PollForEnd(limit);
        }
    }

    public override void Dispose()
    {
        _watch?.Dispose();
        _thread?.Dispose();
        _descriptor?.Dispose();
    }

    void IReadyTarget.OnReady(Interest ready) => _ended!();

    private static Conduit? OpenEnd(Scheduler scheduler, FileDescriptor? end, FileAccess access, bool isPolled) => end is null ? null
        : isPolled ? new DescriptorConduit(scheduler, end, access, isShared: false)
        : new ThreadConduit(scheduler, new BlockingDescriptor(end, access));

    private void PollForEnd(TimeSpan limit)
    {
        var entry = new Libc.PollEntry { Descriptor = _descriptor!.Number, Asked = Libc.PollIn };
        var watch = Stopwatch.StartNew();
        TimeSpan left = limit;
        while (left > TimeSpan.Zero && Libc.Poll(&entry, 1, (int)left.TotalMilliseconds) < 0 && Libc.LastError == Libc.Eintr)
        {
            // Interrupted, by the signal that says that a child has ended, for one.
            left = limit - watch.Elapsed;
        }
    }

    private void WaitWithoutReaping()
    {
        byte* info = stackalloc byte[SpawnCalls.SignalInfoSize];
        while (SpawnCalls.WaitFor(SpawnCalls.ById, Id, info, SpawnCalls.Exited | SpawnCalls.KeepUnreaped) != 0 && Libc.LastError == Libc.Eintr)
        {
            // A signal has interrupted it.
        }
    }
}
