using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>Records what a scheduler runs: which task took a step, when, why, and what came of it.</summary>
/// <remarks>
/// <para>Recording begins where it is made and ends with <see cref="Dispose"/>. A scheduler that nobody traces pays nothing.
/// A <see cref="TestScheduler"/> brings one along.</para>
/// <para>A timer that fires queues its task, which takes its step in the next iteration; only that step is recorded.
/// Steps of an eager task that run inside another step come before it. To be used on the scheduler's thread.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public sealed partial class StepTrace : IDisposable
{
    /// <summary>How many entries are kept unless told otherwise.</summary>
    public const int DefaultLimit = 10_000;

    // What is kept of the end, for the report of a failure.
    private const int LastEntries = 40;

    private readonly Scheduler _scheduler;
    private readonly int _limit;
    private readonly List<TraceEntry> _entries = [];
    private readonly Queue<TraceEntry> _last = new();
    private readonly TraceWriter? _writer;

    /// <summary>Begins to record.</summary>
    /// <param name="scheduler">The scheduler to watch.</param>
    /// <param name="limit">How many entries are kept; the first ones. The others are counted in <see cref="Dropped"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="scheduler"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
    public StepTrace(Scheduler scheduler, int limit = DefaultLimit)
        : this(scheduler, limit, recordsSteps: true)
    {
    }

    internal StepTrace(Scheduler scheduler, int limit, bool recordsSteps)
    {
        ThrowHelper.IfNull(scheduler, nameof(scheduler));
        ThrowHelper.IfLessThan(limit, 1, nameof(limit), "A trace keeps at least one entry.");
        _scheduler = scheduler;
        _limit = limit;
        if (recordsSteps)
        {
            _writer = new TraceWriter(scheduler, limit, Add);
        }
    }

    /// <summary>What was recorded, in the order in which it ran.</summary>
    public IReadOnlyList<TraceEntry> Entries => _entries;

    /// <summary>What the test itself has noted, in order.</summary>
    public IEnumerable<TraceEntry> Notes => _entries.Where(static entry => entry.Kind == TraceEntryKind.Note);

    /// <summary>How many entries came after the limit, and were not kept.</summary>
    public int Dropped { get; private set; }

    /// <summary>Notes something. It stands before the step that noted it, which is recorded at its end.</summary>
    /// <param name="text">What to note.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Log(string text)
    {
        ThrowHelper.IfNull(text, nameof(text));
        _scheduler.VerifyThread();
        string by = _scheduler.Tasks.Running?.Name ?? string.Empty;
        Add(new TraceEntry(TraceEntryKind.Note, _writer?.Iteration ?? _scheduler.Loop.Iteration, _scheduler.Time, by, text, string.Empty));
    }

    /// <summary>Forgets what was recorded up to now.</summary>
    public void Clear()
    {
        _entries.Clear();
        _last.Clear();
        Dropped = 0;
        _writer?.Clear();
    }

    /// <summary>Writes the last steps, as many as the limit, as a page to look at: the one of a <see cref="StepRecorder"/>.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">This trace takes notes alone, as <see cref="TestOptions.TracesSteps"/> was false.</exception>
    public void SaveHtml(string path)
    {
        ThrowHelper.IfNull(path, nameof(path));
        if (_writer is null)
        {
            throw new InvalidOperationException("This trace has no steps, only notes: TestOptions.TracesSteps was false.");
        }

        _writer.ToPage().Save(path);
    }

    /// <summary>Ends the recording; what was recorded stays. A second call does nothing.</summary>
    public void Dispose()
    {
        _writer?.Dispose();
    }

    /// <summary>The whole trace, one entry a line.</summary>
    /// <returns>The lines; empty if nothing ran.</returns>
    public override string ToString() => string.Join("\n", Lines(_entries));

    /// <summary>The last entries, also of a trace whose limit was reached.</summary>
    /// <returns>Up to 40 of them, in order.</returns>
    public IReadOnlyList<TraceEntry> Tail() =>
        _last.Count >= LastEntries ? [.. _last] : [.. _entries.Skip(_entries.Count - LastEntries + _last.Count), .. _last];

    private static List<string> Lines(IEnumerable<TraceEntry> entries) => [.. entries.Select(static entry => entry.ToString())];

    private void Add(TraceEntry entry)
    {
        if (_entries.Count < _limit)
        {
            _entries.Add(entry);
        }
        else
        {
            Dropped++;
            _last.Enqueue(entry);
            if (_last.Count > LastEntries)
            {
                _last.Dequeue();
            }
        }
    }

    private string DebuggerDisplay => FormattableString.Invariant($"{_entries.Count} entries");

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(StepTrace trace)
    {
        public string[] Lines => [.. Lines(trace._entries)];
    }
}
