using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(33)]
public sealed class ChatTests
{
    private readonly Lab _lab = new();
    private readonly Chat _chat = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Guest_WhoGivesAName_IsWelcome()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Guest ann = Connect("the first guest");
            yield return Await(ann.Hears("name?", "Whoever connects is asked for a name, by the line `name?`."));
            ann.Says("Ann");
            yield return Await(ann.Hears("welcome Ann", "`Ann` is a name: it has letters alone, and nobody else has it."));
            yield return Await(ann.HearsNothing("Nobody else is here."));
            yield return Await(ann.Leaves());
        }
    }

    [Test, Order(2)]
    public void Name_ThatIsNone_OrTaken_IsAskedForAgain()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await<Guest>(Join("Ann")).Into(out var ann);
            Guest other = Connect("the other guest");
            yield return Await(other.Hears("name?", "Whoever connects is asked for a name."));
            foreach (string wrong in new[] { "", "Bob the second", "B0b", "/who", "Ann" })
            {
                other.Says(wrong);
                yield return Await(other.Hears(
                    "name?",
                    $"\"{wrong}\" is no name, or somebody has it already: the guest is asked again, with `name?`."));
            }

            other.Says("ann");
            yield return Await(other.Hears("welcome ann", "`ann` is another name than `Ann`."));
            yield return Await(ann.Result.Hears("* ann has come", "The others hear who has come."));
            yield return Await(other.Leaves());
            yield return Await(ann.Result.Leaves());
        }
    }

    [Test, Order(3)]
    public void Line_IsHeardByAllOthersWhoHaveAName()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await<Guest>(Join("Ann")).Into(out var ann);
            yield return Await<Guest>(Join("Bob")).Into(out var bob);
            yield return Await(ann.Result.Hears("* Bob has come", "The others hear who has come."));
            yield return Await<Guest>(Join("Carl")).Into(out var carl);
            yield return Await(ann.Result.Hears("* Carl has come", "The others hear who has come: all of them."));
            yield return Await(bob.Result.Hears("* Carl has come", "The others hear who has come: all of them."));
            Guest nameless = Connect("a guest without a name");
            yield return Await(nameless.Hears("name?", "Whoever connects is asked for a name."));

            ann.Result.Says("hello, all");
            yield return Await(bob.Result.Hears("Ann: hello, all", "What one says is heard by the others, with his name before it."));
            yield return Await(carl.Result.Hears("Ann: hello, all", "What one says is heard by all the others."));
            yield return Await(ann.Result.HearsNothing("Who says something does not hear it again."));
            yield return Await(nameless.HearsNothing("Who has no name yet hears nothing of the others."));

            bob.Result.Says("");
            carl.Result.Says("Ann: is that you?");
            yield return Await(ann.Result.Hears(
                "Carl: Ann: is that you?",
                "Bob has sent an empty line, which nobody hears. After that Carl has said something."));
            yield return Await(bob.Result.Hears("Carl: Ann: is that you?", "Carl has said something, and Bob hears it."));

            yield return Await(nameless.Leaves());
            yield return Await(ann.Result.HearsNothing("Nobody hears of the end of one who had no name."));
            yield return Await(carl.Result.Leaves());
            yield return Await(bob.Result.Leaves());
            yield return Await(ann.Result.Leaves());
        }
    }

    [Test, Order(4)]
    public void Commands_AreAnswered()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await<Guest>(Join("Carl")).Into(out var carl);
            yield return Await<Guest>(Join("Ann")).Into(out var ann);
            yield return Await<Guest>(Join("Bob")).Into(out var bob);
            yield return Await<Guest>(Join("alf")).Into(out var alf);
            yield return Await(carl.Result.Forgets());
            yield return Await(ann.Result.Forgets());
            yield return Await(bob.Result.Forgets());

            ann.Result.Says("/who");
            yield return Await(ann.Result.Hears(
                "here: Ann, Bob, Carl, alf",
                "`/who` is answered with all names, in the order of the alphabet, and capital letters first, as StringComparer.Ordinal has "
                + "them."));
            ann.Result.Says("/tell Bob meet me  at 8");
            yield return Await(bob.Result.Hears("Ann whispers: meet me  at 8", "`/tell NAME TEXT` tells the text to that one alone, as it is."));
            foreach (string wrong in new[] { "/tell Dora hello", "/tell Bob", "/dance" })
            {
                ann.Result.Says(wrong);
                yield return Await(ann.Result.Hears("what?", $"\"{wrong}\" is no command, or it is for nobody: the answer is `what?`."));
            }

            yield return Await(carl.Result.HearsNothing("Commands, and what is whispered to others, are not heard."));
            yield return Await(bob.Result.HearsNothing("Bob was whispered to once, and commands are not heard by others."));
            yield return Await(ann.Result.HearsNothing("Each command is answered once, and one who whispers hears nothing."));
            yield return Await(bob.Result.Leaves());
            yield return Await(ann.Result.Leaves());
            yield return Await(carl.Result.Leaves());
            yield return Await(alf.Result.Leaves());
        }
    }

    [Test, Order(5)]
    public void Quit_EndsServe_AndTheOthersHearIt()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await<Guest>(Join("Ann")).Into(out var ann);
            yield return Await<Guest>(Join("Bob")).Into(out var bob);
            yield return Await(ann.Result.Forgets());
            bob.Result.Says("/quit");
            yield return Await(bob.Result.IsOut("Bob says `/quit`: Serve ends."));
            yield return Await(ann.Result.Hears("* Bob has left", "Bob has said `/quit`, and the others hear that he has left."));
            yield return Await<Guest>(Join("Bob")).Into(out var another);
            yield return Await(ann.Result.Hears("* Bob has come", "The name of one who has left is free again."));
            yield return Await(ann.Result.HearsNothing("Who leaves is told of once."));
            yield return Await(another.Result.Leaves());
            yield return Await(ann.Result.Leaves());
        }
    }

    [Test, Order(6)]
    public void Connection_ThatEndsOrBreaks_IsAFarewell()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await<Guest>(Join("Ann")).Into(out var ann);
            yield return Await<Guest>(Join("Bob")).Into(out var bob);
            yield return Await<Guest>(Join("Carl")).Into(out var carl);
            yield return Await(ann.Result.Forgets());
            bob.Result.Stream.WriteEof();
            yield return Await(bob.Result.IsOut("Bob's stream has ended: ReadLine gives null, and Serve ends."));
            yield return Await(ann.Result.Hears("* Bob has left", "Bob's stream has ended: he has left."));
            carl.Result.Stream.Abort();
            yield return Await(carl.Result.IsOut("Carl has broken off. That is no error of the chat, and Serve ends."));
            yield return Await(ann.Result.Hears("* Carl has left", "Carl has broken off: he has left, and the others hear it."));
            ann.Result.Says("/who");
            yield return Await(ann.Result.Hears("here: Ann", "Who has left is not here any more, however he left."));

            Guest nameless = Connect("a guest without a name");
            nameless.Stream.Abort();
            yield return Await(nameless.IsOut("A connection breaks before there is a name. That is no error of the chat."));
            yield return Await(ann.Result.HearsNothing("Nobody hears of the end of one who had no name."));
            yield return Await(ann.Result.Leaves());
        }
    }

    [Test, Order(7)]
    public void Read_ThatFails_IsAFarewell()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await<Guest>(Join("Ann")).Into(out var ann);
            yield return Await<Guest>(Join("Bob", new ConnectionOptions { Latency = 0.2 })).Into(out var bob);
            yield return Await<Guest>(Join("Carl")).Into(out var carl);
            yield return Await(ann.Result.Forgets());

            // What is still on its way to Bob is lost, and so the chat's end hears of a broken connection, and not of an end.
            ann.Result.Says("hello");
            yield return Sleep(0.1);
            bob.Result.Stream.Abort();
            yield return Await(bob.Result.IsOut(
                "Bob's connection breaks while he has a name: ReadLine throws a SocketException. That is no error of the chat, and Serve ends."));
            yield return Await(ann.Result.Hears("* Bob has left", "To read from Bob has failed with a SocketException: he has left, and the others hear it."));

            carl.Result.Says(new string('x', carl.Result.Served.Limit + 1));
            yield return Await(carl.Result.IsOut(
                "Carl's line is longer than a stream takes: ReadLine throws an IOException. That is no error of the chat, and Serve ends."));
            yield return Await(ann.Result.Hears("* Carl has left", "To read from Carl has failed with an IOException: he has left, and the others hear it."));
            ann.Result.Says("/who");
            yield return Await(ann.Result.Hears("here: Ann", "Who has left is not here any more, however he left."));
            yield return Await(ann.Result.Leaves());
        }
    }

    [Test, Order(8)]
    public void Serve_ThatIsCancelled_IsAFarewell()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await<Guest>(Join("Ann")).Into(out var ann);
            yield return Await<Guest>(Join("Bob")).Into(out var bob);
            yield return Await(ann.Result.Forgets());
            bob.Result.Serving.Cancel();
            yield return Settle(bob.Result.Serving, out var end, includeCancellation: true);
            Expected.True(end.IsCancelled, "The server cancels Serve for Bob. It has to end as cancelled.");
            yield return Await(ann.Result.Hears("* Bob has left", "The server has cancelled Serve for Bob: he has left, and the others hear it."));
            yield return Await(ann.Result.Leaves());
        }
    }

    [Test, Order(9)]
    public void Guest_WhoDoesNotRead_HoldsUpNobody_AndIsThrownOut()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            const int Lines = 4_000;
            string line = new('x', 1_000);
            yield return Await<Guest>(Join("Ann")).Into(out var ann);
            yield return Await<Guest>(Join("Bob")).Into(out var bob);
            yield return Await<Guest>(Join("Sleepy")).Into(out var sleepy);
            yield return Await(ann.Result.Forgets());
            yield return Await(bob.Result.Forgets());

            int most = 0;
            CoTask talking = CreateTask(Talk(), "talk");
            for (int i = 0, left = 0; i < Lines + left; i++)
            {
                yield return Settle(WaitFor(bob.Result.Stream.ReadLine(), 1), out var heard);
                Expected.True(
                    heard.IsSuccess,
                    $"Ann says {Lines:N0} lines, Bob reads them, and Sleepy reads nothing. Bob has heard {i:N0} lines, and now nothing "
                    + "any more: nobody may wait until Sleepy "
                    + "reads. Write never waits; a Drain does.");
                most = Math.Max(most, sleepy.Result.Served.WriteBufferSize);
                left = heard.Result == "* Sleepy has left" ? 1 : left;
            }

            yield return talking;
            Expected.True(
                most <= Chat.Patience,
                $"Sleepy reads nothing, and {most:N0} bytes wait for him. When more than {Chat.Patience:N0} do "
                + "(stream.WriteBufferSize), his connection is broken off (stream.Abort).");
            yield return Await(sleepy.Result.IsOut(
                $"For Sleepy, who does not read, more than {Chat.Patience:N0} bytes wait: his connection is broken off, and Serve ends."));
            bob.Result.Says("/who");
            yield return Await(bob.Result.HearsInTheEnd("here: Ann, Bob", "Sleepy was thrown out, so he is not here any more."));
            yield return Await(ann.Result.Hears("* Sleepy has left", "Who is thrown out has left, and the others hear it."));
            yield return Await(bob.Result.Leaves());
            yield return Await(ann.Result.Leaves());

            IEnumerator<Awaitable> Talk()
            {
                for (int i = 0; i < Lines; i++)
                {
                    ann.Result.Says(line);
                    yield return ann.Result.Stream.Drain();
                }
            }
        }
    }

    [Test, Order(10)]
    public void Guest_WhoReadsLater_StaysAndHearsAll()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            const int Lines = 230;
            string line = new('x', 1_000);
            yield return Await<Guest>(Join("Ann")).Into(out var ann);
            yield return Await<Guest>(Join("Slow")).Into(out var slow);
            yield return Await(ann.Result.Forgets());
            for (int round = 0; round < 10; round++)
            {
                for (int i = 0; i < Lines; i++)
                {
                    ann.Result.Says(line);
                }

                yield return Sleep(60);
                for (int i = 0; i < Lines; i++)
                {
                    yield return Await(slow.Result.Hears(
                        $"Ann: {line}",
                        $"Slow reads once in a minute, and then everything. Never more than {Chat.Patience:N0} bytes wait for him, so he "
                        + "may stay, and hears all."));
                }
            }

            yield return Await(slow.Result.Leaves());
            yield return Await(ann.Result.Leaves());
        }
    }

    private void Run(IEnumerator<Awaitable> main) =>
        Explained.Run(() => _lab.Run(main), "The test's guests talk to the chat. Something that nobody expected has come out.");

    private Guest Connect(string who, ConnectionOptions? line = null)
    {
        (CoStream client, CoStream served) = CoStream.CreatePair(line);
        return new Guest(who, client, served, CreateTask(ServeAndClose(served), $"serve {who}"));
    }

    private IEnumerator<Awaitable> Join(string name, ConnectionOptions? line = null)
    {
        Guest guest = Connect(name, line);
        yield return Await(guest.Hears("name?", "Whoever connects is asked for a name."));
        guest.Says(name);
        yield return Await(guest.Hears($"welcome {name}", "A name of letters, which nobody else has, is welcome."));
        yield return Return(guest);
    }

    // As a server does it.
    private IEnumerator<Awaitable> ServeAndClose(CoStream stream)
    {
        using (stream)
        {
            yield return Await(_chat.Serve(stream));
        }
    }
}
