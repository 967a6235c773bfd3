using System.Globalization;

namespace Coroutines.Examples.Raft.Simulated;

/// <summary>What has come of a <see cref="RaftWorld"/>.</summary>
/// <param name="Seed">What everything followed from.</param>
/// <param name="Seconds">How long things were to go wrong in it.</param>
/// <param name="Mistake">The mistake that was built in.</param>
/// <param name="Time">When it was over, in seconds.</param>
/// <param name="Calls">How many calls the clients have made.</param>
/// <param name="Commits">How many entries were committed.</param>
/// <param name="Fingerprint">A number made of all that has happened in it.</param>
/// <param name="Fault">What was wrong; null for nothing.</param>
/// <param name="Story">What has happened from where that began.</param>
internal sealed record RaftReport(int Seed, double Seconds, Mistake Mistake, double Time, int Calls, long Commits, ulong Fingerprint, string? Fault, string? Story)
{
    /// <summary>The command that shows it again.</summary>
    internal string Replay => string.Create(
        CultureInfo.InvariantCulture,
        $"dotnet run --project Examples -- raft --simulate {Seed} --seconds {Seconds}{(Mistake == Mistake.None ? "" : $" --mistake {Mistake}")}");

    public override string ToString() => Fault is null
        ? string.Create(CultureInfo.InvariantCulture, $"seed {Seed}: {Time:0} s, {Calls} calls, {Commits} entries committed: all is well")
        : string.Create(CultureInfo.InvariantCulture, $"seed {Seed}, at {Time:0.000} s: {Fault}\n\nWhat has happened:\n{Story}\n\nTo see it again: {Replay}");
}
