using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>
/// A log of all that has come into a run from outside: the times that the clock has shown, what the network has answered, in which iteration a connection
/// was ready or a post of another thread was taken. From it the run can be had again, step by step, in a debugger, as slowly as one likes: it reads no
/// clock and no socket.
/// </summary>
/// <remarks>
/// <para>It holds what goes through the scheduler: its clock, streams, servers, datagrams and look-ups, and the posts of other threads. Threads run again
/// in a replay; the loop takes their posts where it took them before, and waits for them there. What a program learns in any other way, it has to learn
/// again: files, processes, sockets of its own, signals and Ctrl-C, random numbers, the date.</para>
/// <para>It is kept in memory until it is saved. To be used on the scheduler's thread. asyncio has no counterpart.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class RunRecording
{
    private readonly RunLog _log;

    private RunRecording(RunLog log) => _log = log;

    /// <summary>How long a replay waits for a post of another thread before it says that none comes; a minute by default. With a debugger, as long as it takes.</summary>
    public Duration Patience { get; set; } = 60.0;

    /// <summary>How many things have come in from outside, times aside.</summary>
    public int Count => _log.Events.Count;

    /// <summary>Begins to record what a scheduler does, until its end.</summary>
    /// <param name="scheduler">The scheduler, before its first run; that of a <see cref="Runner"/>, say.</param>
    /// <returns>The recording, which grows as the scheduler runs.</returns>
    /// <remarks>
    /// While it lasts, the sockets are looked at in each iteration, each answer of the network costs an entry in memory, and there is no TLS, whose random
    /// numbers a replay could not have again, and no <see cref="Scheduler.Tick(double)"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="scheduler"/> is null.</exception>
    /// <exception cref="InvalidOperationException">It has run before, is recorded already, or has another network than the system's.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public static RunRecording Start(Scheduler scheduler)
    {
        ThrowHelper.IfNull(scheduler, nameof(scheduler));
        scheduler.VerifyAccess();
        if (scheduler.Loop.Iteration > 0)
        {
            throw new InvalidOperationException($"The {scheduler.Describe()} has run before. Start the recording before its first run.");
        }

        return scheduler.Network is SystemNetwork network
            ? new RunRecording(new Recorder(scheduler, network).Log)
            : throw new InvalidOperationException(
                $"The {scheduler.Describe()} has no network of the system's: it is recorded already, a replay, or a simulation, whose seed is as good as a recording.");
    }

    /// <summary>Reads a recording from a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no recording, or not a whole one, or of another version.</exception>
    public static RunRecording Load(string path)
    {
        ThrowHelper.IfNull(path, nameof(path));
        using FileStream file = File.OpenRead(path);
        return new RunRecording(RecordingFile.Read(new BufferedStream(file), path));
    }

    /// <summary>Reads a recording.</summary>
    /// <param name="stream">What to read it from; it stays open.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">It is no recording, or not a whole one, or of another version.</exception>
    public static RunRecording Load(Stream stream)
    {
        ThrowHelper.IfNull(stream, nameof(stream));
        return new RunRecording(RecordingFile.Read(stream, "The stream"));
    }

    /// <summary>Writes what was recorded up to now into a file, and replaces one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <remarks>What was sent and received stands in it as it is, secrets included.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ThrowHelper.IfNull(path, nameof(path));
        using var file = new BufferedStream(File.Create(path));
        Save(file);
    }

    /// <summary>Writes what was recorded up to now.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void Save(Stream stream)
    {
        ThrowHelper.IfNull(stream, nameof(stream));
        RecordingFile.Write(_log, stream);
    }

    /// <summary>Runs the program again that was recorded by a <see cref="Runner"/>, from start to end.</summary>
    /// <param name="main">The main coroutine.</param>
    /// <param name="options">How the scheduler was set up; null for the defaults.</param>
    /// <remarks>What main throws is thrown, as in the recorded run.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="main"/> is null.</exception>
    /// <exception cref="ArgumentException">The recorded run had a virtual clock, and these options have none, or the other way round.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    /// <exception cref="ReplayMismatchException">The program does not do what the recorded one did.</exception>
    public void Replay(IEnumerator<Awaitable> main, SchedulerOptions? options = null)
    {
        ThrowHelper.IfNullCoroutine(main, nameof(main));
        Replayer replayer;
        using (var runner = new Runner(options))
        {
            replayer = Begin(runner.Scheduler);
            try
            {
                runner.Run(main);
            }
            finally
            {
                replayer.BeginCleanUp();
            }
        }

        replayer.VerifyEnd();
    }

    /// <summary>Makes a scheduler that has the recorded world instead of the real one: whatever was run on the recorded one is to be run on it.</summary>
    /// <param name="options">How the recorded one was set up; null for the defaults.</param>
    /// <returns>The scheduler. Where it is run beyond the end of the recording, that is a <see cref="ReplayMismatchException"/>.</returns>
    /// <exception cref="ArgumentException">The recorded run had a virtual clock, and these options have none, or the other way round.</exception>
    public Scheduler CreateScheduler(SchedulerOptions? options = null)
    {
        var scheduler = new Scheduler(options);
        Begin(scheduler);
        return scheduler;
    }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>recording of 12 iterations and 34 entries</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"recording of {_log.LastIteration} iterations and {Count} entries");

    private Replayer Begin(Scheduler scheduler) => scheduler.Options.TimeProvider is VirtualClock == _log.IsVirtual
        ? new Replayer(scheduler, _log.Copy(), Patience.Seconds)
        : throw new ArgumentException(
            $"The recorded run had {(_log.IsVirtual ? "a virtual clock" : "no virtual clock")}, and the {scheduler.Describe()} has {(_log.IsVirtual ? "none" : "one")}. Replay it with the options of then.",
            nameof(scheduler));
}
