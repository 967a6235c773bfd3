using Coroutines.Examples.Raft;
using Coroutines.Examples.Raft.Linearizability;

namespace Coroutines.Tests.Raft.Linearizability;

/// <summary>Histories that a single register can explain, and such that none can.</summary>
internal sealed class LinearizabilityCheckerTests
{
    private readonly Dictionary<string, Call> _underWay = [];
    private History _history = new();
    private double _time;

    [SetUp]
    public void BeginAnew()
    {
        _history = new History();
        _underWay.Clear();
        _time = 0;
    }

    [Test]
    public void NothingAtAll_IsRight() => _history.FindAnomaly().ShouldBeNull();

    [Test]
    public void OneAfterTheOther_IsRight()
    {
        Did("a", Get("x"), null);
        Did("a", Put("x", "1"));
        Did("b", Append("x", "2"));
        Did("a", Get("x"), "12");
        Did("a", CompareAndSet("x", "1", "3"), hasMatched: false);
        Did("a", CompareAndSet("x", "12", "3"));
        Did("b", Get("x"), "3");
        _history.FindAnomaly().ShouldBeNull();
    }

    [Test]
    public void Read_OfWhatWasOverwrittenBefore_IsStale()
    {
        Did("a", Put("x", "1"));
        Did("a", Put("x", "2"));
        Did("b", Get("x"), "1");
        _history.FindAnomaly()!.Text.ShouldBe(
            """
            Linearizability of 'x': no order of the calls explains
                 5.000 s to      6.000 s  b: get x -> "1"
            It, and those that ended before it or never:
                 1.000 s to      2.000 s  a: put x = "1"
                 3.000 s to      4.000 s  a: put x = "2"
                 5.000 s to      6.000 s  b: get x -> "1"
            """);
    }

    [Test]
    public void Reads_WhileAWriteIsUnderWay_MaySeeEither_ButNotTurnBack()
    {
        Did("a", Put("x", "1"));
        Begin("a", Put("x", "2"));
        Did("b", Get("x"), "1");
        Did("c", Get("x"), "2");
        Did("b", Get("x"), "2");
        End("a");
        _history.FindAnomaly().ShouldBeNull();

        BeginAnew();
        Did("a", Put("x", "1"));
        Begin("a", Put("x", "2"));
        Did("b", Get("x"), "2");
        Did("c", Get("x"), "1");
        End("a");
        _history.FindAnomaly()!.Text.ShouldContain("c: get x -> \"1\"");
    }

    [Test]
    public void WriteWithoutAnAnswer_MayBeDoneLate_OrNever()
    {
        Begin("a", Put("x", "1"));
        Did("b", Get("x"), null);
        Did("b", Put("x", "2"));
        Did("b", Get("x"), "2");
        _history.FindAnomaly().ShouldBeNull();
        Did("b", Get("x"), "1");
        _history.FindAnomaly().ShouldBeNull();

        // Once is enough.
        Did("b", Put("x", "3"));
        Did("b", Get("x"), "1");
        _history.FindAnomaly()!.Text.ShouldContain("? ", Case.Sensitive, "What may have been done is part of the story.");
    }

    [Test]
    public void Append_DoneTwice_IsWrong()
    {
        Did("a", Append("x", "1"));
        Did("a", Get("x"), "11");
        _history.FindAnomaly().ShouldNotBeNull();
    }

    [Test]
    public void CompareAndSet_ThatTwoHaveWon_IsWrong()
    {
        Begin("a", CompareAndSet("x", null, "1"));
        Begin("b", CompareAndSet("x", null, "2"));
        End("a");
        End("b");
        _history.FindAnomaly().ShouldNotBeNull();
    }

    [Test]
    public void Keys_AreLookedAtAlone()
    {
        Did("a", Put("x", "1"));
        Did("a", Put("y", "2"));
        Did("b", Get("y"), "2");
        Did("b", Get("x"), "1");
        _history.FindAnomaly().ShouldBeNull();
        Did("b", Get("y"), "1");
        _history.FindAnomaly()!.Text.ShouldStartWith("Linearizability of 'y'");
    }

    [Test]
    public void Order_ThatTheFirstChoiceMisses_IsFound()
    {
        // Of writes that are under way at once the last to begin may be the first to be done.
        foreach (string client in new[] { "a", "b", "c", "d", "e", "f" })
        {
            Begin(client, Append("x", client));
        }

        foreach (string client in new[] { "a", "b", "c", "d", "e", "f" })
        {
            End(client);
        }

        Did("g", Get("x"), "fedcba");
        _history.FindAnomaly().ShouldBeNull();
        Did("g", Get("x"), "fedcb");
        _history.FindAnomaly().ShouldNotBeNull();
    }

    /// <summary>Short histories of all kinds, against a search that knows no tricks.</summary>
    [Test]
    public void RandomHistories_AreJudgedAsByTryingEveryOrder()
    {
        int wrong = 0;
        for (int seed = 0; seed < 3_000; seed++)
        {
            History history = RandomHistory(new Random(seed));
            bool isRight = HasOrder([.. history.Calls], null);
            (history.FindAnomaly() is null).ShouldBe(isRight, $"seed {seed}:\n{string.Join('\n', history.Calls)}");
            wrong += isRight ? 0 : 1;
        }

        wrong.ShouldBeInRange(300, 2_700);
    }

    [Test]
    public void LongHistory_IsJudgedWithoutTryingEveryOrder()
    {
        for (int i = 0; i < 2_000; i++)
        {
            Begin("a", Put("x", $"{i}"));
            Begin("b", Get("x"));
            Begin("c", CompareAndSet("x", $"{i}", $"{i}."));
            End("a");
            End("b", $"{i}.");
            End("c");
        }

        _history.FindAnomaly().ShouldBeNull();
    }

    private static Command Get(string key) => new(0, 0, CommandKind.Get, key);

    private static Command Put(string key, string value) => new(0, 0, CommandKind.Put, key, value);

    private static Command Append(string key, string value) => new(0, 0, CommandKind.Append, key, value);

    private static Command CompareAndSet(string key, string? expected, string value) => new(0, 0, CommandKind.CompareAndSet, key, value, expected);

    private void Did(string client, Command command, string? found = null, bool hasMatched = true)
    {
        Begin(client, command);
        End(client, found, hasMatched);
    }

    private void Begin(string client, Command command) => _underWay[client] = _history.Begin(client, command, ++_time);

    private void End(string client, string? found = null, bool hasMatched = true) => _history.End(_underWay[client], ++_time, found, hasMatched);

    private static History RandomHistory(Random random)
    {
        var history = new History();
        var underWay = new Call?[3];
        for (int step = 0; step < 12; step++)
        {
            int client = random.Next(underWay.Length);
            if (underWay[client] is { } call)
            {
                string? found = random.Next(3) is > 0 and var value ? $"{value}" : null;
                history.End(call, step, found, hasMatched: random.Next(2) == 0);
                underWay[client] = null;
            }
            else
            {
                underWay[client] = history.Begin($"{client}", RandomCommand(random), step);
            }
        }

        return history;
    }

    private static Command RandomCommand(Random random) => random.Next(4) switch
    {
        0 => Put("x", $"{random.Next(1, 3)}"),
        1 => CompareAndSet("x", $"{random.Next(1, 3)}", $"{random.Next(1, 3)}"),
        _ => Get("x"),
    };

    private static bool HasOrder(List<Call> rest, string? value) =>
        rest.All(static call => call.End is null)
        || rest.Any(call => rest.TrueForAll(other => !(other.End < call.Begin)) && call.TryApply(value, out string? after) && HasOrder([.. rest.Where(other => other != call)], after));
}
