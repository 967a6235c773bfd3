using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the texts of the exercises show.</summary>
public sealed class CourseTests : SnippetTest
{
    [Test]
    public void Generator_SteppedByHand_RunsFromStopToStop()
    {
        // snippet: course-generator
        IEnumerator<string> Greet()
        {
            Console.WriteLine("before");
            yield return "hello";
            Console.WriteLine("between");
            yield return "goodbye";
            Console.WriteLine("after");
        }

        IEnumerator<string> greeting = Greet();     // runs nothing
        greeting.MoveNext();                        // prints "before"
        Console.WriteLine(greeting.Current);        // hello
        greeting.MoveNext();                        // prints "between"
        Console.WriteLine(greeting.Current);        // goodbye
        bool isAtAStop = greeting.MoveNext();       // prints "after", and returns false: the end
        // end-snippet

        isAtAStop.ShouldBeFalse();
        Console.ShouldRead("before", "hello", "between", "goodbye", "after");
    }

    [Test]
    public void Sleep_OfACoroutine_LetsTheClockGoOn()
    {
        // snippet: course-sleep
        IEnumerator<Awaitable> Cook()
        {
            Console.WriteLine("the egg is in the water");
            yield return Sleep(300);                            // five minutes, in which others can run
            Console.WriteLine($"done at {Scheduler.Current.Time} s");
        }
        // end-snippet

        RunVirtually(Cook());

        Console.ShouldRead("the egg is in the water", "done at 300 s");
    }

    [Test]
    public void Lock_AroundAWait_LetsOneThroughAtATime()
    {
        // snippet: course-lock
        var door = new CoLock();

        IEnumerator<Awaitable> Pass(string name)
        {
            yield return door.Acquire().Into(out var held);     // waits until the lock is free
            using (held.Result)                                 // releases it at the end of the block
            {
                Console.WriteLine($"{name} goes in");
                yield return Sleep(1.0);
                Console.WriteLine($"{name} comes out");
            }
        }
        // end-snippet

        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Gather(Pass("A"), Pass("B"));
        }

        Console.ShouldRead("A goes in", "A comes out", "B goes in", "B comes out");
    }

    [Test]
    public void Crash_OfASimulatedHost_LeavesItsDisk()
    {
        // snippet: course-crash
        using var world = new Simulation(seed: 5);
        SimulatedHost host = world.AddHost("server", Main);      // makes the host's main coroutine, at each start
        world.Run(1.0);                                          // a second, in virtual time
        host.Crash();                                            // it stops where it stands: not even a finally block runs
        host.Restart();                                          // its main anew; it has its disk, and nothing else
        world.Run(1.0);
        // end-snippet

        Console.ShouldRead("0 bytes", "3 bytes");

        IEnumerator<Awaitable> Main()
        {
            SimulatedFile file = SimulatedHost.Current!.Disk.Open("file");
            Console.WriteLine($"{file.Length} bytes");
            yield return file.Append("abc"u8.ToArray());
            yield return file.Flush();
        }
    }
}
