using static Coroutines.Awaitable;

namespace Coroutines.Examples.Chat;

/// <summary>The rooms, and who is in them. One thread runs everything, so nothing has to be locked.</summary>
internal sealed class ChatHouse
{
    private const string Lobby = "lobby";

    private readonly Dictionary<string, Visitor> _visitors = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Serves one connection, from the question for a name to the good-bye.</summary>
    internal IEnumerator<Awaitable> Receive(CoStream stream)
    {
        var visitor = new Visitor(stream, Lobby);
        StreamLineReader lines = stream.ReadLines();
        visitor.Tell("* Welcome. What is your name?");
        try
        {
            while (!stream.IsClosing)
            {
                // Lines, and room for the answers: one who does not read what others say is not waited for by them, only by himself.
                yield return Settle(WaitFor(stream.Drain(), visitor.Patience), out Outcome drained);
                yield return Settle(WaitFor(lines.Next(), visitor.Patience), out Outcome read);
                if (read.Exception is LimitOverrunException)
                {
                    visitor.Tell($"* A line has {Visitor.LongestLine} characters at most.");
                }
                else if (read.Exception is TimeoutException)
                {
                    visitor.Tell("* You have said nothing for a long time. Good-bye.");
                    yield break;
                }
                else if (!drained.IsSuccess || !read.IsSuccess || lines.IsAtEnd)
                {
                    // A connection that breaks is one who has left.
                    yield break;
                }
                else if (!visitor.MaySpeak(Scheduler.Current.Time))
                {
                    visitor.Tell("* Not so fast.");
                }
                else
                {
                    Hear(visitor, Printable(lines.Current).Trim());
                }
            }
        }
        finally
        {
            Leave(visitor);
        }
    }

    private void Hear(Visitor visitor, string line)
    {
        if (visitor.Name is null)
        {
            Introduce(visitor, line);
            return;
        }

        switch (line.Split(' ', 2, StringSplitOptions.TrimEntries))
        {
            case [""]:
                break;
            case ["/quit", ..]:
                visitor.Tell("* Good-bye.");
                visitor.Stream.Close();
                break;
            case ["/who", ..]:
                visitor.Tell($"* In {visitor.Room}: {string.Join(", ", In(visitor.Room).Select(other => other.Name))}");
                break;
            case ["/join", var room] when Visitor.IsName(room):
                Say(visitor, $"* {visitor.Name} goes to {room}");
                visitor.Room = room;
                Say(visitor, $"* {visitor.Name} comes in");
                visitor.Tell($"* You are in {room}.");
                break;
            case [['/', ..], ..]:
                visitor.Tell("* There are /join ROOM, /who and /quit.");
                break;
            default:
                Say(visitor, $"{visitor.Name}: {line}");
                break;
        }
    }

    private void Introduce(Visitor visitor, string name)
    {
        if (!Visitor.IsName(name))
        {
            visitor.Tell($"* A name has up to {Visitor.LongestName} letters and digits. What is your name?");
        }
        else if (!_visitors.TryAdd(name, visitor))
        {
            visitor.Tell($"* {name} is here already. What is your name?");
        }
        else
        {
            visitor.Name = name;
            visitor.Tell($"* Hello {name}. You are in {visitor.Room}; /join ROOM, /who and /quit are yours.");
            Say(visitor, $"* {name} comes in");
        }
    }

    private void Leave(Visitor visitor)
    {
        if (visitor.Name is not null)
        {
            _visitors.Remove(visitor.Name);
            Say(visitor, $"* {visitor.Name} has left");
        }
    }

    private void Say(Visitor from, string line)
    {
        foreach (Visitor other in In(from.Room).Where(other => other != from))
        {
            other.Tell(line);
        }
    }

    private IEnumerable<Visitor> In(string room) =>
        _visitors.Values.Where(visitor => visitor.Room.Equals(room, StringComparison.OrdinalIgnoreCase));

    // What one says must not command the terminals of the others.
    private static string Printable(string line) => string.Concat(line.Select(static letter => char.IsControl(letter) ? ' ' : letter));
}
