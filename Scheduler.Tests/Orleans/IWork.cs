using Orleans.Concurrency;

namespace Coroutines.Tests.Orleans;

/// <summary>What the tests have grains do.</summary>
public interface IWork : IGrainWithStringKey
{
    Task<string> Where();

    Task<int> Add(int a, int b);

    Task<int> AddThere(string other, int a, int b);

    Task<int> AddByItself(int a, int b);

    Task Fail(string type, string message);

    Task<string> FailThere(string other, string type, string message);

    Task FailInAGroup();

    Task Pass(string name);

    [AlwaysInterleave]
    Task Open();

    Task Nap(string name, double seconds);

    Task<double> AnswerThenNap(double seconds);

    [AlwaysInterleave]
    Task Answer();

    Task WaitForever(double limit);

    Task Hang(CancellationToken cancellationToken = default);

    [AlwaysInterleave]
    Task Leave(string reason);

    [AlwaysInterleave]
    Task LeaveOnIdle();

    Task BeginLoop(bool fails);

    Task<string?> Caller();
}

/// <summary>One call after the other.</summary>
public interface IClosedGrain : IWork;

/// <summary>Calls interleave.</summary>
public interface IOpenGrain : IWork;
