namespace Coroutines.Examples.Chat;

/// <summary>Somebody who is connected.</summary>
internal sealed class Visitor(CoStream stream, string room)
{
    internal const int LongestLine = 400;
    internal const int LongestName = 20;

    private const double LongestSilence = 600;

    // For one who has not even said his name.
    private const double LongestSilenceAtTheDoor = 60;

    // A burst of lines is well, and then one in so many seconds.
    private const int Burst = 5;
    private const double SecondsALine = 0.5;

    // What somebody who does not read may have coming to him before he is shown the door.
    private const int MostUnread = 64 * 1024;

    private double _allowance = Burst;
    private double _lastLine = double.NegativeInfinity;

    internal CoStream Stream => stream;

    /// <summary>What others call him; null until he has said it.</summary>
    internal string? Name { get; set; }

    internal string Room { get; set; } = room;

    /// <summary>How long he may be silent, or may not read, in seconds.</summary>
    internal double Patience => Name is null ? LongestSilenceAtTheDoor : LongestSilence;

    /// <summary>Whether it can be the name of somebody, or of a room.</summary>
    internal static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(char.IsLetterOrDigit);

    /// <summary>Never waits: a slow reader must not hold the others up.</summary>
    internal void Tell(string line)
    {
        if (stream.WriteBufferSize > MostUnread)
        {
            stream.Abort();
        }
        else
        {
            stream.Write($"{line}\n");
        }
    }

    /// <summary>Whether he may say a line now: a bucket of them, which fills as time goes by.</summary>
    internal bool MaySpeak(double now)
    {
        _allowance = Math.Min(Burst, _allowance + ((now - _lastLine) / SecondsALine));
        _lastLine = now;
        if (_allowance < 1)
        {
            return false;
        }

        _allowance--;
        return true;
    }
}
