using System.Collections;
using System.Reflection;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>
/// Nothing that the user's code throws leaves the loop, or hangs it: each place says where it comes out, the others keep their order,
/// and the loop goes on. Only Ctrl-C leaves the loop, which can then be entered again.
/// </summary>
public sealed class UserCodeTests
{
    // What takes code and calls it elsewhere, or never: the tests that say so.
    // SignalTests, where there are signals.
    private static readonly string[] _newer =
        typeof(Scheduler).GetMethod("AddSignalHandler") is null ? [] : ["Scheduler.AddSignalHandler callback"];

    private static readonly HashSet<string> _elsewhere =
    [
        "Scheduler.Run main", "Runner.Run main", "Scheduler.RunUntilComplete coroutine", // a task of its own, whose failure they throw
        "SchedulerOptions.TimeProvider value", // UserClockTests
        "SchedulerOptions.WakeUp value", // GuestModeTests
        "SchedulerOptions.Configure value", // ConfigureTests
        "FrameProfilerOptions.Overrun value", // FrameProfilerTests
        "SchedulerOptions.Phases value", // PhaseOptionsTests
        "SchedulerOptions.TaskFactory value", "SchedulerOptions.ExceptionHandler value", // as those of the scheduler
        "CoSignal.remove_Emitted value", "CoSignal`1.remove_Emitted value", // compared, not called
        "Future.RemoveDoneCallback callback", "Future.SetResult result", // compared and stored, not called
        "Awaitable.ReadAll source", // AsyncEnumerableReaderTests
        "TryBlock`1.Catch handler", "TryBlock`1.Catch when", "TryBlock`1.Finally cleanup", // TypedTryTests
        "Awaitable.StartServer handler", "Awaitable.StartUnixServer handler", // ServerContract
        "ConnectionOptions.LocalEndPoint value", // stored
        "Awaitable.GetNameInfo address", // an address of .NET's, or refused
        "Awaitable.CreateDatagramEndpoint local", "Awaitable.CreateDatagramEndpoint remote", "Awaitable.SendTo to", "CoDatagram.SendTo to", // as that one
        "TaskStart.TaskStart Coroutine", "TaskStart.Coroutine value", // what the task factory sees
        "VirtualClock.CreateTimer state", // what its callback is given
        "GroupedScheduler.Ask make", "GroupedScheduler.Tell make", // AskTests, BackPressureTests
        "GroupedScheduler.AskThreadsafe make", "GroupedScheduler.TellThreadsafe make", // as those
        "SchedulerGroupOptions.Main value", "SchedulerGroupOptions.Scheduler value", // SchedulerGroupTests
    ];

    private const int MostRuns = 5;

    private readonly List<ExceptionContext> _reports = [];
    private readonly List<string> _trace = [];
    private TextWriter _standardError = null!;

    private static IEnumerable<string> Places => UserCodePlaces.All.Keys;

    private static IEnumerable<string> PlacesThatGive => Places.Where(place => UserCodePlaces.All[place].WhereNullComesOut is not null);

    [SetUp]
    public void SetUp()
    {
        _standardError = Console.Error;
        Console.SetError(TextWriter.Null);
    }

    [TearDown]
    public void TearDown() => Console.SetError(_standardError);

    [TestCaseSource(nameof(Places))]
    public void Exception_OfUserCode_ComesOutWhereItShould(string place) =>
        ComesOut(place, new NotSupportedException("the user's")).ShouldBe(UserCodePlaces.All[place].WhereItComesOut);

    [TestCaseSource(nameof(Places))]
    public void Exception_WhoseOwnMembersThrow_ComesOutLikeAnyOther(string place) =>
        ComesOut(place, new UnspeakableException()).ShouldBe(UserCodePlaces.All[place].WhereItComesOut);

    [TestCaseSource(nameof(PlacesThatGive))]
    public void Null_GivenByUserCode_ComesOutWhereAnExceptionWould(string place) =>
        ComesOut(place, error: null).ShouldBe(UserCodePlaces.All[place].WhereNullComesOut);

    [TestCaseSource(nameof(Places))]
    public void CtrlC_InUserCode_LeavesTheLoop_WhichGoesOnWhereItWas(string place)
    {
        var ctrlC = new KeyboardInterruptException("the user's");
        ComesOut(place, ctrlC).ShouldBe("the loop");
    }

    [Test]
    public void Places_AreAllThereAre() =>
        PublicPlaces().ShouldBe([.. Places.Select(place => place.Split(',')[0]).Distinct(), .. _elsewhere, .. _newer], ignoreOrder: true);

    private static IEnumerable<string> PublicPlaces() => (
        from type in typeof(Scheduler).Assembly.GetExportedTypes()
        where type.Namespace == nameof(Coroutines) && !typeof(Exception).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type)
        from method in type
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly).Cast<MethodBase>()
            .Concat(type.GetConstructors())
        where method.Name is not (nameof(Equals) or nameof(ReferenceEquals))
        from parameter in method.GetParameters()
        where IsUserCode(parameter.ParameterType)
        select $"{type.Name}.{(method.IsConstructor ? type.Name.Split('`')[0] : method.Name.Replace("set_", string.Empty))} {parameter.Name}").Distinct();

    private static bool IsUserCode(Type type) =>
        typeof(Delegate).IsAssignableFrom(type) || type.IsInterface || type == typeof(object)
        || (type.IsAbstract && type.Assembly != typeof(Scheduler).Assembly);

    // Where what the user's code does comes out, with witnesses before and behind it.
    private string ComesOut(string place, Exception? error)
    {
        var where = new List<string>();
        using var scheduler = new Scheduler(new SchedulerOptions
        {
            TimeProvider = new VirtualClock(),
            ExceptionHandler = _reports.Add,
            UnseenExceptions = ReportMoment.AtOnce,
        });
        CoTask[] tasks = [scheduler.CreateTask(Witness("a")), scheduler.CreateTask(Use(UserCodePlaces.All[place], error, where)), scheduler.CreateTask(Witness("b"))];
        for (int runs = 0; runs < MostRuns && !Array.TrueForAll(tasks, task => task.IsDone); runs++)
        {
            try
            {
                scheduler.RunUntilComplete(AllOf(tasks));
            }
            catch (KeyboardInterruptException interrupt) when (ReferenceEquals(interrupt, error))
            {
                // From where it was raised; and once more where somebody awaits the task that ended by it.
                where.Add("the loop");
            }
        }

        tasks.ShouldAllBe(task => task.IsDone);

        _trace.ShouldBe(["a1", "b1", "a2", "b2", "a3", "b3"]);
        if (where.Count == 0)
        {
            where.Add(_reports.Exists(report => ReferenceEquals(report.Exception, error)) ? UserCodePlaces.Handler : UserCodePlaces.StandardError);
        }

        return where[0];
    }

    private static IEnumerator<Awaitable> AllOf(CoTask[] tasks)
    {
        yield return Wait(tasks);
    }

    private static IEnumerator<Awaitable> Use(UserCodePlace place, Exception? error, List<string> where)
    {
        var user = new User(error);
        Awaitable used = null;
        try
        {
            used = place.Use(user);
        }
        catch (Exception thrown) when (thrown is not KeyboardInterruptException && IsFrom(thrown, error))
        {
            where.Add(UserCodePlaces.Call);
        }

        yield return Settle(used, out Outcome outcome);
        if (!outcome.IsSuccess && IsFrom(outcome.Exception!, error))
        {
            where.Add(UserCodePlaces.Yield);
        }
    }

    private static bool IsFrom(Exception thrown, Exception? error) => error is null || ReferenceEquals(thrown, error);

    private IEnumerator<Awaitable> Witness(string name)
    {
        for (int i = 1; i <= 3; i++)
        {
            _trace.Add($"{name}{i}");
            yield return null;
        }
    }

    private sealed class UnspeakableException : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");

        public override IDictionary Data => throw new InvalidOperationException("no data");

        public override string? StackTrace => throw new InvalidOperationException("no stack");

        public override string? Source => throw new InvalidOperationException("no source");

        public override string ToString() => throw new InvalidOperationException("no text");

        public override Exception GetBaseException() => throw new InvalidOperationException("no base");

        public override bool Equals(object? obj) => throw new InvalidOperationException("no equality");

        public override int GetHashCode() => throw new InvalidOperationException("no hash");
    }
}
