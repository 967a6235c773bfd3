using System.Globalization;

namespace Coroutines.Examples.Raft.Linearizability;

/// <summary>What a client asked of the store, and what it was told.</summary>
internal sealed class Call(string client, Command command, int begin, double beginTime)
{
    internal Command Command => command;

    internal string Key => command.Key;

    /// <summary>Its place in the order of all beginnings and ends. (Times may be equal.)</summary>
    internal int Begin => begin;

    /// <summary>The place of its end; null if none has come. Then it may have been done, at any time since, or not.</summary>
    internal int? End { get; private set; }

    internal double BeginTime => beginTime;

    internal double EndTime { get; private set; } = double.PositiveInfinity;

    /// <summary>What a read has found.</summary>
    internal string? Found { get; private set; }

    /// <summary>Whether a compare-and-set has found what it expected.</summary>
    internal bool HasMatched { get; private set; }

    internal void Finish(int end, double time, string? found, bool hasMatched)
    {
        End = end;
        EndTime = time;
        Found = found;
        HasMatched = hasMatched;
    }

    /// <summary>Whether it may be done when this is the value; says what the value is then.</summary>
    internal bool TryApply(string? value, out string? after)
    {
        bool matches = value == command.Expected;
        after = command.Kind switch
        {
            CommandKind.Get => value,
            CommandKind.Append => value + command.Value,
            CommandKind.CompareAndSet when !matches => value,
            _ => command.Value,
        };
        return End is null || command.Kind switch
        {
            CommandKind.Get => Found == value,
            CommandKind.CompareAndSet => HasMatched == matches,
            _ => true,
        };
    }

    /// <summary>One line, for example <c>12.041 s to 12.103 s  client 1: get x -> "5"</c>.</summary>
    public override string ToString()
    {
        string what = command.Kind switch
        {
            CommandKind.Get => $"get {Key}{(End is null ? "" : $" -> {Quote(Found)}")}",
            CommandKind.Put => $"put {Key} = {Quote(command.Value)}",
            CommandKind.Append => $"append {Quote(command.Value)} to {Key}",
            _ => $"if {Key} is {Quote(command.Expected)}, set it to {Quote(command.Value)}{(End is null ? "" : HasMatched ? " -> done" : " -> it is not")}",
        };
        string end = End is null ? "?" : Seconds(EndTime);
        return $"{Seconds(beginTime),12} to {end,12}  {client}: {what}";
    }

    private static string Seconds(double time) => time.ToString("0.000 s", CultureInfo.InvariantCulture);

    private static string Quote(string? value) => value is null ? "nothing" : $"\"{value}\"";
}
