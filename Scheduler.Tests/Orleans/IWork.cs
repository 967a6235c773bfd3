using Orleans.Concurrency;

namespace Coroutines.Tests.Orleans;

/// <summary>What the tests have grains do.</summary>
public interface IWork : IGrainWithStringKey
{
    Task<string> Where();

    Task<int> Add(int a, int b);

    Task<int> AddAtOnce(int a, int b);

    Task<int> AddThere(string other, int a, int b);

    Task<int> AddByItself(int a, int b);

    Task Fail(string type, string message);

    Task<string> FailThere(string other, string type, string message);

    Task FailInAGroup();

    Task<string> Describe(Exception failure);

    Task Pass(string name);

    [AlwaysInterleave]
    Task Open();

    Task Nap(string name, double seconds);

    /// <returns>How long it was, in seconds.</returns>
    Task<double> MeasureNap(double seconds);

    Task<double> AnswerThenNap(double seconds);

    [AlwaysInterleave]
    Task Answer();

    Task WaitForever(double limit);

    Task Hang(CancellationToken cancellationToken = default);

    /// <returns>Whether a call whose token was cancelled before is cancelled at once.</returns>
    Task<bool> HangCancelled();

    [AlwaysInterleave]
    Task Leave(string reason);

    [AlwaysInterleave]
    Task LeaveOnIdle();

    Task LeaveByItself(string reason);

    Task BeginLoop(bool fails);

    /// <summary>Leaves a task behind whose clean-up begins another one.</summary>
    Task BeginLoopThatLeavesAnother();

    /// <summary>Leaves a task behind that is cancelled, and takes some time to clean up.</summary>
    Task BeginLoopAndCancelIt();

    /// <summary>Leaves a task behind whose clean-up never ends.</summary>
    Task BeginLoopThatNeverEnds();

    /// <summary>Leaves a task behind that never lets the loop come to rest.</summary>
    Task BeginRunaway();

    Task<string?> Caller();

    /// <returns>Whether each step of a coroutine ran where the grain itself does, by what woke it.</returns>
    Task<(string Woken, bool IsHere)[]> LookWhereItRuns();

    /// <returns>Whether what awaits a call of the grain runs in a step of a coroutine.</returns>
    Task<bool> ContinuesInAStep();

    /// <returns>How often the grain was asked how long a frame is: at least once in each turn of its loop.</returns>
    Task<int> Turns();
}

/// <summary>One call after the other.</summary>
public interface IClosedGrain : IWork;

/// <summary>Calls interleave.</summary>
public interface IOpenGrain : IWork;
