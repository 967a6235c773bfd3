namespace Coroutines;

// What a scheduler is made of. Each part knows those that it is given, and no other.
public sealed partial class Scheduler
{
    private readonly ThreadInbox _inbox = new();
    private readonly Upkeep _upkeep;

    /// <summary>Creates a scheduler: asyncio's <c>new_event_loop</c>.</summary>
    /// <param name="options">How it is set up; null for the defaults.</param>
    public Scheduler(SchedulerOptions? options)
    {
        Options = options ?? SchedulerOptions.Default;
        IsDebug = Options.Debug;
        TracksReuse = IsDebug || Options.TracksReuse;
        Reference = new SchedulerReference(this);
        _name = new SchedulerName(Options.Name);
        _thread = new LoopThread(
            Options.TimeProvider is VirtualClock clock ? new ClockDriver(this, clock) : null,
            Options.SetsSynchronizationContext ? new LoopSynchronizationContext(this) : null);
        _upkeep = new Upkeep(Ready);

        Reports = new Reports(Contexts) { Handler = Options.ExceptionHandler };
        Clock = new LoopClock(Options.TimeProvider, Reports.ReportClockFailure, Options.StartTime.Seconds);
        Host = new HostAlarm(Options.WakeUp, () => IsRunning, Ready, _inbox, Reports);
        Predicates = new PredicateList(Options.PredicateInterval, Host);
        Sockets = new SocketPoller(Options.Selector, Ready);
        Outside = new Outside(_inbox, Sockets, Host);
        Interrupts = new Interrupts(Outside, Sockets);
        Waits = new WaitReport(this, new Enquiries(this, _inbox, Sockets, () => _thread.IsHome));

        var order = new TimerOrder();
        var timers = new TimerQueue(order);
        var frameTimers = new TimerQueue(order);
        var events = new EventWait(Options.TimeProvider, Clock, Ready, _inbox, Sockets, Interrupts, Reports, () => Loop!.LatestWake);
        Loop = new EventLoop(
            Ready, _inbox, Clock, timers, Predicates, events, Interrupts, Outside, _upkeep, Waits.DescribeDeadlock);
        Frames = new FrameLoop(
            Options, Loop, Ready, _inbox, Clock, timers, frameTimers, Predicates, events, Steps, Host, Reports);
        Seconds = new LoopTimeline(timers, Host, () => Clock.Now, () => Frames.FrameStart);

        Tasks = new TaskTable(Loop, Ready);
        Domains = new DomainTree(this);
        Starter = new TaskStarter(this, Tasks, Domains, Ready)
        {
            Factory = Options.TaskFactory,
#if NET
            Spans = Options.TracesTasks ? new TaskSpans(this) : null,
#endif
        };
        Places = new SparePlaces(Tasks, Frames);
        Games = new GamePlaces(this);
        DefaultExecutor = new DefaultExecutor(this);
#if NET
        Signals = new SignalHandlers(this) { TasksOnQuit = Options.PrintsTasksOnQuit ? new TasksOnQuit(this) : null };
#endif
        Reports.Watch(new UnseenFaults(this, Options.UnseenExceptions));
        _upkeep.Add(Places, Loop, Frames, Tasks, Domains, Sockets, Buffers, Reports);
#if NET
        if (Options.IsMeasured)
        {
            _upkeep.Add(new SchedulerMetrics(this));
        }
#endif
        Loop.StepObserver = IsDebug ? new SlowStepWatch(this, Options) : null;
        Host.Arm();
        Options.OnMade(this);
    }

    internal SchedulerOptions Options { get; }

    /// <summary>For those who may outlive it.</summary>
    internal SchedulerReference Reference { get; }

    /// <summary>What a step or a timer that is done waiting adds itself to.</summary>
    internal ReadyQueue Ready { get; } = new();

    /// <summary>What runs everything that ever runs.</summary>
    internal EventLoop Loop { get; }

    /// <summary>Its time.</summary>
    internal LoopClock Clock { get; }

    /// <summary>Its time as one in which timers are set.</summary>
    internal LoopTimeline Seconds { get; }

    /// <summary>The contexts of its tasks and callbacks.</summary>
    internal ContextFlow Contexts { get; } = new();

    /// <summary>How often a coroutine may go on in a single step.</summary>
    internal StepLimit Steps { get; } = new();

    /// <summary>What is polled by calling the user's code.</summary>
    internal PredicateList Predicates { get; }

    /// <summary>The tasks that are not done.</summary>
    internal TaskTable Tasks { get; }

    /// <summary>What makes tasks of coroutines.</summary>
    internal TaskStarter Starter { get; }

    /// <summary>The groups that tasks are in.</summary>
    internal DomainTree Domains { get; }

    /// <summary>What a Tick does.</summary>
    internal FrameLoop Frames { get; }

    /// <summary>Who is told when there is something to do for a Tick.</summary>
    internal HostAlarm Host { get; }

    /// <summary>Who waits for sockets.</summary>
    internal SocketPoller Sockets { get; }

    /// <summary>What its streams connect, listen and look names up through.</summary>
    internal Network Network { get; set; } = new SystemNetwork();

    /// <summary>Its streams and servers that are open.</summary>
    internal OpenStreams OpenStreams { get; } = new();

    /// <summary>The processes that it has started and that have not ended.</summary>
    internal OpenProcesses Processes { get; } = new();

    /// <summary>What its streams keep in memory what has arrived in.</summary>
    internal BufferPool Buffers { get; } = new();

    /// <summary>Calls of <see cref="CoStream.Drain"/> that are free.</summary>
    internal Spares<StreamDrain> Drains { get; } = new();

    /// <summary>Whose turn it is to go on with a TLS handshake.</summary>
    internal TlsTurns TlsTurns => field ??= new TlsTurns(Loop);

    /// <summary>What comes from other threads.</summary>
    internal Outside Outside { get; }

    /// <summary>How often Ctrl-C has been pressed.</summary>
    internal Interrupts Interrupts { get; }

    /// <summary>The threads where no pool is named.</summary>
    internal DefaultExecutor DefaultExecutor { get; }

#if NET
    /// <summary>The signals that it has taken.</summary>
    internal SignalHandlers Signals { get; }
#endif

    /// <summary>What tasks wait in, to be used again.</summary>
    internal SparePlaces Places { get; }

    /// <summary>What game loops keep: the groups that have a name, and waits to be used again.</summary>
    internal GamePlaces Games { get; }

    /// <summary>Where errors go that reach nobody.</summary>
    internal Reports Reports { get; }

    /// <summary>What each task waits for, in words, and how any thread gets to look at it.</summary>
    internal WaitReport Waits { get; }

    private void EndParts()
    {
        Reference.LetGo();
        _thread.End();
        _upkeep.End();
#if NET
        Signals.Dispose();
#endif
        Outside.Close();
        Submission.AbandonAll(_inbox, Ready);
        DefaultExecutor.LetGo();
        Ready.Disarm();
        Ready.Clear();
        Contexts.Clear();
        Frames.Clear();
        Seconds.Timers.Clear();
        Sockets.Dispose();
    }
}
