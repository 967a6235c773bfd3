using System.Globalization;
using Coroutines.Examples.Raft.Linearizability;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft.Simulated;

/// <summary>A client that reads and writes a few keys now and then, and takes down what it was told.</summary>
/// <param name="name">What to call it.</param>
/// <param name="client">What it asks with.</param>
/// <param name="pause">How long it is idle between two calls on an average, in seconds.</param>
/// <param name="random">For all that it does.</param>
/// <param name="history">Where it takes it down.</param>
/// <param name="clock">The time, in seconds.</param>
internal sealed class Workload(string name, RaftClient client, double pause, Random random, History history, Func<double> clock)
{
    // Few, so that the clients meet.
    private static readonly string[] _keys = ["x", "y"];

    private static readonly double[] _readShares = [0.1, 0.5, 0.95];

    private readonly Dictionary<string, string?> _lastSeen = [];

    // Some read mostly, others mostly write.
    private readonly double _readShare = _readShares[random.Next(_readShares.Length)];
    private int _lastValue;

    private bool _isStopping;

    internal string Name => name;

    /// <summary>Has it end after the call that is under way, and a last look at all values.</summary>
    internal void Stop() => _isStopping = true;

    /// <summary>Set when it has ended.</summary>
    internal CoEvent HasEnded { get; } = new($"end of {name}");

    internal IEnumerator<Awaitable> Run()
    {
        while (!_isStopping)
        {
            yield return Sleep(random.NextDouble() * 2 * pause);
            string key = _keys[random.Next(_keys.Length)];
            yield return Await(random.NextDouble() < _readShare ? Read(key) : Change(key));
        }

        foreach (string key in _keys)
        {
            yield return Await(Read(key));
        }

        HasEnded.Set();
    }

    private IEnumerator<Awaitable> Change(string key) => random.Next(4) switch
    {
        0 => Append(key),
        1 => CompareAndSet(key),
        _ => Put(key),
    };

    private IEnumerator<Awaitable> Read(string key)
    {
        Call call = Begin(CommandKind.Get, key);
        yield return client.Get(key).Into(out Awaitable<string?> found);
        _lastSeen[key] = found.Result;
        history.End(call, clock(), found.Result);
    }

    private IEnumerator<Awaitable> Put(string key)
    {
        string value = NewValue();
        Call call = Begin(CommandKind.Put, key, value);
        yield return client.Put(key, value);
        _lastSeen[key] = value;
        history.End(call, clock());
    }

    private IEnumerator<Awaitable> Append(string key)
    {
        string value = NewValue();
        Call call = Begin(CommandKind.Append, key, value);
        yield return client.Append(key, value);
        history.End(call, clock());
    }

    private IEnumerator<Awaitable> CompareAndSet(string key)
    {
        string value = NewValue();
        string? expected = _lastSeen.GetValueOrDefault(key);
        Call call = Begin(CommandKind.CompareAndSet, key, value, expected);
        yield return client.CompareAndSet(key, expected, value).Into(out Awaitable<bool> hasMatched);
        history.End(call, clock(), hasMatched: hasMatched.Result);
    }

    private Call Begin(CommandKind kind, string key, string? value = null, string? expected = null) =>
        history.Begin(name, new Command(0, 0, kind, key, value, expected), clock());

    // No two are the same, so that each read says which write it has seen.
    private string NewValue() => string.Create(CultureInfo.InvariantCulture, $"{name}.{++_lastValue} ");
}
