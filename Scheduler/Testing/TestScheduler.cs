using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>
/// A fresh <see cref="Scheduler"/> on a <see cref="VirtualClock"/>, with limits on how long a run may take, a
/// <see cref="StepTrace"/>, and a look at what is left behind. It needs no test framework.
/// </summary>
/// <remarks>
/// <para>Either run a coroutine to its end with <see cref="Run(IEnumerator{Awaitable}, string?)"/>, or start tasks with
/// <see cref="Start(IEnumerator{Awaitable}, string?)"/> and move them on by hand: by <see cref="Iterate"/>,
/// <see cref="RunUntilBlocked"/> and <see cref="Advance(double)"/>.</para>
/// <para>End with <see cref="VerifyNothingLeft"/>; a <see cref="Dispose"/> alone looks at nothing.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public sealed partial class TestScheduler : IDisposable
{
    private readonly TestOptions _options;
    private readonly RunGuard _guard;
    private readonly List<ExceptionContext> _reports = [];
    private ExecutionContext? _context = ExecutionContext.Capture();

    /// <summary>Creates a scheduler for one test.</summary>
    /// <param name="options">How it is set up; null for the defaults.</param>
    /// <exception cref="ArgumentException">The <see cref="TestOptions.Phases"/> cannot be those of a frame.</exception>
    public TestScheduler(TestOptions? options = null)
        : this(options, vary: null)
    {
    }

    /// <param name="options">How it is set up; null for the defaults.</param>
    /// <param name="vary">Makes what has its runs go another way; null for ordinary ones.</param>
    internal TestScheduler(TestOptions? options, Func<Scheduler, Variation>? vary)
    {
        _options = options ?? TestOptions.Default;
        Scheduler = new Scheduler(new SchedulerOptions
        {
            TimeProvider = Clock,
            Debug = _options.Debug,
            TracksReuse = _options.TracksReuse,
            Phases = _options.Phases,
            ExceptionHandler = Note,
            HandleCtrlC = false,
            Harness = this,
        });
        Variation = vary?.Invoke(Scheduler);
        Scheduler.Loop.StepObserver = _guard = new RunGuard(Scheduler, Variation ?? Scheduler.Loop.StepObserver);
        Trace = new StepTrace(Scheduler, StepTrace.DefaultLimit, _options.TracesSteps);
    }

    /// <summary>
    /// The one whose scheduler runs on this thread: for a coroutine of a test that wants its trace or its clock.
    /// </summary>
    /// <exception cref="InvalidOperationException">No scheduler runs here, or it was not made by a TestScheduler.</exception>
    public static TestScheduler Current => Scheduler.Current.Options.Harness as TestScheduler ?? throw new InvalidOperationException(
        "The scheduler that runs here was not made by a TestScheduler. Run the coroutine with TestScheduler.Run, or as a [CoroutineTest].");

    /// <summary>The scheduler itself.</summary>
    public Scheduler Scheduler { get; }

    /// <summary>Its clock, which stands at 0 at first.</summary>
    public VirtualClock Clock { get; } = new();

    /// <summary>The time in seconds.</summary>
    public double Time => Scheduler.Time;

    /// <summary>What ran, and what the test noted.</summary>
    public StepTrace Trace { get; }

    /// <summary>What was reported to the exception handler: errors that reached nobody.</summary>
    public IReadOnlyList<ExceptionContext> Reports => _reports;

    /// <summary>What has its runs go another way; null for ordinary ones.</summary>
    internal Variation? Variation { get; }

    /// <summary>Whether a run was ended because it took too long in real time.</summary>
    internal bool IsOutOfRealTime => _guard.IsOutOfRealTime;

    /// <summary>Takes the reports out, so that they don't count as left behind.</summary>
    /// <returns>What was reported up to now.</returns>
    public IReadOnlyList<ExceptionContext> TakeReports()
    {
        ExceptionContext[] taken = [.. _reports];
        _reports.Clear();
        return taken;
    }

    /// <summary>Runs a coroutine from start to end. Other tasks that are pending go on meanwhile, and stay pending afterwards.</summary>
    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <param name="name">The name of its task; null for the coroutine's own name.</param>
    /// <remarks>
    /// What the coroutine throws is thrown. The <see cref="AsyncLocal{T}"/> values that it sets are there for the next one that is
    /// run, as in a <see cref="Runner"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="TimeoutException">
    /// A limit of <see cref="TestOptions"/> was reached. The message says which, and what every task waited for. The coroutine was
    /// cancelled and, if possible, run to its end.
    /// </exception>
    /// <exception cref="DeadlockException">Nothing can ever happen any more. The coroutine was cancelled likewise.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread, or this one was stopped.</exception>
    public void Run(IEnumerator<Awaitable> coroutine, string? name = null)
    {
        VerifyMayRun(coroutine);
        CoTask task = Scheduler.CreateTask(coroutine, name ?? Coroutine.NameOf(coroutine), _context);
        RunToEnd(task);
        _ = task.Result;
    }

    /// <summary>Runs a coroutine that returns a value from start to end.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <returns>What it returned.</returns>
    /// <inheritdoc cref="Run(IEnumerator{Awaitable}, string?)"/>
    public T Run<T>(IEnumerator<Awaitable> coroutine, string? name = null)
    {
        VerifyMayRun(coroutine);
        CoTask<T> task = Scheduler.CreateTask<T>(coroutine, name ?? Coroutine.NameOf(coroutine), _context);
        RunToEnd(task);
        return task.Result;
    }

    /// <summary>Asserts that something holds, now and after each step that is run from now on.</summary>
    /// <param name="condition">What has to hold. Asked on the scheduler's thread, between steps; it should change nothing.</param>
    /// <param name="what">What it is, for the message, such as <c>the balance is not negative</c>.</param>
    /// <returns>What ends the watch when it is disposed; without that it lasts as long as the scheduler.</returns>
    /// <remarks>Within <see cref="Run(IEnumerator{Awaitable}, string?)"/> a step that breaks it ends the run.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="condition"/> or <paramref name="what"/> is null.</exception>
    /// <exception cref="AssertionFailedException">It does not hold now. In a run, it is what that fails with when it does not hold later.</exception>
    public IDisposable Always(Func<bool> condition, string what)
    {
        ThrowHelper.IfNull(condition, nameof(condition));
        ThrowHelper.IfNull(what, nameof(what));
        return condition()
            ? _guard.Liveness.Add(condition, what)
            : throw new AssertionFailedException($"{what} does not hold.");
    }

    /// <summary>Makes a task of a coroutine; it runs when the scheduler is moved on.</summary>
    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <param name="name">The name of its task; null for the coroutine's own name.</param>
    /// <returns>The task.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    public CoTask Start(IEnumerator<Awaitable> coroutine, string? name = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        return Scheduler.CreateTask(coroutine, name ?? Coroutine.NameOf(coroutine));
    }

    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <inheritdoc cref="Start(IEnumerator{Awaitable}, string?)"/>
    public CoTask<T> Start<T>(IEnumerator<Awaitable> coroutine, string? name = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        return Scheduler.CreateTask<T>(coroutine, name ?? Coroutine.NameOf(coroutine));
    }

    /// <summary>
    /// Ends the scheduler as <see cref="Scheduler.Dispose"/> does: what is left is cancelled and closed. It asserts nothing.
    /// </summary>
    public void Dispose()
    {
        Scheduler.Dispose();
        Trace.Dispose();
    }

    private void Note(ExceptionContext report) => _reports.Add(report);

    private void VerifyMayRun(IEnumerator<Awaitable> coroutine)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        Scheduler.VerifyMayRun();
    }

    private string DebuggerDisplay => $"test of {Scheduler.DebuggerDisplay}, {_reports.Count} reports";

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(TestScheduler test)
    {
        public Scheduler Scheduler => test.Scheduler;

        public VirtualClock Clock => test.Clock;

        public ExceptionContext[] Reports => [.. test._reports];
    }
}
