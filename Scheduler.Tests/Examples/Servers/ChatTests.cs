using Coroutines.Examples.Chat;
using Coroutines.Testing;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Examples.Servers;

/// <summary>A chat, in virtual time and over connections in memory: rooms, names, and what nobody may do.</summary>
internal sealed class ChatTests
{
    private readonly List<CoTask> _visits = [];
    private ChatHouse _house = new();

    [SetUp]
    public void OpenHouse()
    {
        _house = new ChatHouse();
        _visits.Clear();
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Line_IsHeardByTheOthersOfTheRoom()
    {
        CoStream ann = Enter("Ann");
        CoStream bob = Enter("Bob");
        CoStream eve = Enter("Eve");
        eve.Write("/join attic\n");
        yield return Sleep(5);
        ann.Write("hello\n");
        yield return Sleep(1);
        Heard(ann).ShouldBe(["* Welcome. What is your name?", "* Hello Ann. You are in lobby; /join ROOM, /who and /quit are yours.", "* Bob comes in", "* Eve comes in", "* Eve goes to attic"]);
        Heard(bob)[2..].ShouldBe(["* Eve comes in", "* Eve goes to attic", "Ann: hello"]);
        Heard(eve)[2..].ShouldBe(["* You are in attic."]);
        yield return Await(Leave(ann, bob, eve));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Name_IsWanted_AndIsOnesOwn()
    {
        CoStream ann = Enter("Ann");
        CoStream other = Enter("", "two words", new string('x', 21), "ANN", "Bob");
        yield return Sleep(5);
        Heard(other)[1..].ShouldBe(
        [
            "* A name has up to 20 letters and digits. What is your name?",
            "* A name has up to 20 letters and digits. What is your name?",
            "* A name has up to 20 letters and digits. What is your name?",
            "* ANN is here already. What is your name?",
            "* Hello Bob. You are in lobby; /join ROOM, /who and /quit are yours.",
        ]);
        ann.Close();
        yield return Sleep(1);
        CoStream again = Enter("Ann");
        yield return Sleep(1);
        Heard(again)[1].ShouldStartWith("* Hello Ann.", customMessage: "a name is free again when its bearer has left");
        yield return Await(Leave(other, again));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Rooms_HaveNames_AndAreListed()
    {
        CoStream ann = Enter("Ann");
        yield return Sleep(10);
        CoStream bob = Enter("Bob", "/join Attic");
        yield return Sleep(10);
        ann.Write("/join attic\n/who\n/join two rooms\n/dance\n");
        yield return Sleep(10);
        Heard(ann)[^4..].ShouldBe(["* You are in attic.", "* In attic: Ann, Bob", "* There are /join ROOM, /who and /quit.", "* There are /join ROOM, /who and /quit."]);
        Heard(bob)[^1].ShouldBe("* Ann comes in");
        yield return Await(Leave(ann, bob));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Flood_IsHeldBack_ABurstIsNot()
    {
        CoStream ann = Enter("Ann");
        CoStream bob = Enter("Bob");
        yield return Sleep(10);
        ann.WriteLines(Enumerable.Range(1, 20).Select(static i => $"{i}"));
        yield return Sleep(0.4);
        ann.Write("too early\n");
        yield return Sleep(0.7);
        ann.Write("after a while\n");
        yield return Sleep(1);
        Heard(bob)[2..].ShouldBe(["Ann: 1", "Ann: 2", "Ann: 3", "Ann: 4", "Ann: 5", "Ann: after a while"]);
        Heard(ann).Count(static line => line == "* Not so fast.").ShouldBe(16);
        yield return Await(Leave(ann, bob));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Line_ThatIsTooLong_IsNotSaid()
    {
        CoStream ann = Enter("Ann");
        CoStream bob = Enter("Bob");
        yield return Sleep(10);
        ann.Write(new string('x', 2000) + "\nshort\n");
        yield return Sleep(1);
        Heard(bob)[2..].ShouldBe(["Ann: short"]);
        Heard(ann)[^1].ShouldBe("* A line has 400 characters at most.");
        yield return Await(Leave(ann, bob));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Line_NeverCommandsTheTerminalsOfOthers()
    {
        CoStream ann = Enter("Ann");
        CoStream bob = Enter("Bob");
        yield return Sleep(10);
        ann.Write("red \u001b[31m and \u0007 bell\r\n");
        yield return Sleep(1);
        Heard(bob)[^1].ShouldBe("Ann: red  [31m and   bell");
        yield return Await(Leave(ann, bob));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Leaving_IsTold_HoweverItComes()
    {
        CoStream bob = Enter("Bob");
        CoStream ann = Enter("Ann", "/quit");
        CoStream eve = Enter("Eve");
        yield return Sleep(1);
        eve.Abort();
        yield return Sleep(1);
        Heard(bob)[2..].ShouldBe(["* Ann comes in", "* Ann has left", "* Eve comes in", "* Eve has left"]);
        Heard(ann)[^1].ShouldBe("* Good-bye.");
        ann.IsAtEof.ShouldBeFalse("what was said to her is still there");
        yield return Await(Leave(ann, bob));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Silence_EndsAtTheDoorAfterAMinute_InsideAfterTenMinutes()
    {
        CoStream nameless = Enter();
        CoStream ann = Enter("Ann");
        yield return _visits[0];
        Scheduler.Current.Time.ShouldBe(60);
        yield return _visits[1];
        Scheduler.Current.Time.ShouldBe(600);
        yield return Sleep(1);
        Heard(ann)[^1].ShouldBe("* You have said nothing for a long time. Good-bye.");
        yield return Await(Leave(nameless, ann));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> VisitorWhoDoesNotRead_IsShownTheDoor_AndHoldsNobodyUp()
    {
        CoStream deaf = Enter(limit: 1, "Deaf");
        CoStream ann = Enter("Ann");
        for (int i = 0; i < 2000 && !_visits[0].IsDone; i++)
        {
            ann.Write(new string('x', 399) + "\n");
            yield return Sleep(0.5);
        }

        _visits[0].IsDone.ShouldBeTrue();
        _visits[1].IsDone.ShouldBeFalse();
        Heard(ann)[^1].ShouldBe("* Deaf has left");
        yield return Await(Leave(deaf, ann));
    }

    private CoStream Enter(params string[] lines) => Enter(CoStream.DefaultLimit, lines);

    /// <summary>Somebody comes, and says some lines.</summary>
    private CoStream Enter(int limit, params string[] lines)
    {
        (CoStream client, CoStream server) = UnequalPair.Create(limit, Visitor.LongestLine);
        _visits.Add(CreateTask(Receive(server)));
        client.WriteLines(lines);
        return client;
    }

    /// <summary>As a server does it: the stream is closed at the end.</summary>
    private IEnumerator<Awaitable> Receive(CoStream stream)
    {
        using (stream)
        {
            yield return Await(_house.Receive(stream));
        }
    }

    private IEnumerator<Awaitable> Leave(params CoStream[] clients)
    {
        foreach (CoStream client in clients)
        {
            client.Close();
        }

        yield return Gather(_visits);
    }

    /// <summary>All that somebody has heard; it stays there.</summary>
    private static string[] Heard(CoStream client) =>
        System.Text.Encoding.UTF8.GetString(client.BufferedBytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
