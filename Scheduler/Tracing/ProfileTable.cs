using System.Diagnostics;

namespace Coroutines;

/// <summary>What the steps of the last frames have cost, added up by a name.</summary>
/// <param name="window">How many frames it looks back on.</param>
/// <remarks>What leaves the window is taken off again, so that a step costs a look at a dictionary, and a frame what ran in it.</remarks>
internal sealed class ProfileTable(int window)
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    // Who has run in each of the frames, and what that cost; a ring.
    private readonly FrameShares[] _frames = new FrameShares[window];
    private int _current = -1;

    private FrameShares Current => _frames[_current];

    /// <summary>A frame begins; the one that began so many frames ago is forgotten.</summary>
    internal void BeginFrame(long number)
    {
        _current = (_current + 1) % window;
        (_frames[_current] ??= new FrameShares()).Begin(number, _accounts);
    }

    /// <summary>A step is over.</summary>
    internal void Add(string name, long ticks, long bytes)
    {
        if (!_accounts.TryGetValue(name, out Account? account))
        {
            _accounts.Add(name, account = new Account(name));
        }

        Current.Add(account, ticks, bytes);
    }

    /// <summary>The sums over the window, the dearest first.</summary>
    internal ProfileEntry[] Entries() => Sorted(_accounts.Values.Select(account =>
    {
        (long worst, FrameShares? frame) = WorstOf(account);
        return EntryOf(account.Name, account.Sum, worst, frame?.Number ?? 0);
    }));

    /// <summary>Those of the present frame.</summary>
    internal ProfileEntry[] EntriesOfFrame() => Sorted(Current.Shares.Select(share =>
        EntryOf(share.Account.Name, share.Cost, share.Cost.Ticks, Current.Number)));

    private (long Ticks, FrameShares? Frame) WorstOf(Account account)
    {
        (long Ticks, FrameShares? Frame) worst = (-1, null);
        foreach (FrameShares? frame in _frames)
        {
            if (frame?.CostOf(account) is { } cost && cost.Ticks > worst.Ticks)
            {
                worst = (cost.Ticks, frame);
            }
        }

        return (Math.Max(worst.Ticks, 0), worst.Frame);
    }

    private static ProfileEntry[] Sorted(IEnumerable<ProfileEntry> entries) =>
        [.. entries.OrderByDescending(static entry => entry.Time).ThenBy(static entry => entry.Name, StringComparer.Ordinal)];

    private static ProfileEntry EntryOf(string name, Cost cost, long worst, long worstFrame) =>
        new(name, TimeOf(cost.Ticks), cost.Steps, cost.Bytes, worstFrame, TimeOf(worst));

    private static TimeSpan TimeOf(long ticks) => TimeSpan.FromSeconds(ticks / (double)Stopwatch.Frequency);

    /// <summary>What steps have cost together.</summary>
    private readonly record struct Cost(long Ticks, long Steps, long Bytes)
    {
        internal Cost Plus(Cost other) => new(Ticks + other.Ticks, Steps + other.Steps, Bytes + other.Bytes);

        internal Cost Minus(Cost other) => new(Ticks - other.Ticks, Steps - other.Steps, Bytes - other.Bytes);
    }

    /// <summary>The sum of one name.</summary>
    private sealed class Account(string name)
    {
        internal string Name => name;

        internal Cost Sum { get; set; }

        /// <summary>Where its share stands in the frame that it has run in last.</summary>
        internal int Place { get; set; }

        /// <summary>That frame, as its beginning was counted.</summary>
        internal long Frame { get; set; } = -1;
    }

    /// <summary>What ran in one frame.</summary>
    private sealed class FrameShares
    {
        internal List<(Account Account, Cost Cost)> Shares { get; } = [];

        internal long Number { get; private set; }

        internal void Begin(long number, Dictionary<string, Account> accounts)
        {
            foreach ((Account account, Cost cost) in Shares)
            {
                account.Sum = account.Sum.Minus(cost);
                if (account.Sum.Steps == 0)
                {
                    accounts.Remove(account.Name);
                }
            }

            Shares.Clear();
            Number = number;
        }

        internal void Add(Account account, long ticks, long bytes)
        {
            var cost = new Cost(ticks, 1, bytes);
            account.Sum = account.Sum.Plus(cost);
            if (account.Frame == Number)
            {
                Shares[account.Place] = (account, Shares[account.Place].Cost.Plus(cost));
                return;
            }

            account.Frame = Number;
            account.Place = Shares.Count;
            Shares.Add((account, cost));
        }

        internal Cost? CostOf(Account account)
        {
            foreach ((Account other, Cost cost) in Shares)
            {
                if (ReferenceEquals(other, account))
                {
                    return cost;
                }
            }

            return null;
        }
    }
}
