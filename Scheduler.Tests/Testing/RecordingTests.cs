using System.Net;
using System.Net.Sockets;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>Runs over real sockets, clocks and threads that are recorded, and run again without them.</summary>
public sealed partial class RecordingTests
{
    private readonly List<string> _seen = [];
    private int _port;

    private static IPEndPoint Loopback => new(IPAddress.Loopback, 0);

    [SetUp]
    public void Begin()
    {
        _seen.Clear();
        _port = 0;
    }

    [Test]
    public void Conversation_WithSleepsThreadsAndLookUps_IsReplayedStepByStep_AsOftenAsOneLikes()
    {
        (RunRecording recording, string trace) = Record(Conversation);
        string[] seen = Taken();
        seen.ShouldContain("localhost is found");
        seen.ShouldContain("client has ONE");
        seen.ShouldContain("thread has 42");
        for (int i = 0; i < 2; i++)
        {
            Replay(recording, Conversation).ShouldBe(trace);
            Taken().ShouldBe(seen);
        }
    }

    [Test]
    public void Replay_OfWhatWasSavedAndLoaded_IsTheSame()
    {
        (RunRecording recording, string trace) = Record(Conversation);
        string[] seen = Taken();
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "run");
        recording.Save(path);
        RunRecording loaded = RunRecording.Load(path);
        loaded.ToString().ShouldBe(recording.ToString());
        Replay(loaded, Conversation).ShouldBe(trace);
        Taken().ShouldBe(seen);
    }

    [Test]
    public void Replay_UsesNoPort_AndTellsTheAddressesOfThen()
    {
        (RunRecording recording, _) = Record(Conversation);
        string[] seen = Taken();
        using var taken = new TcpListener(IPAddress.Loopback, _port);
        taken.Start();
        _ = Replay(recording, Conversation);
        Taken().ShouldBe(seen);
        taken.Pending().ShouldBeFalse();
    }

    [Test]
    public void ResetConnection_AndRefusedOne_FailAgainInTheSameWay()
    {
        (RunRecording recording, string trace) = Record(Failures);
        string[] seen = Taken();
        seen.Length.ShouldBe(2);
        seen.ShouldContain("read: ConnectionReset");
        seen.ShouldContain("connect: ConnectionRefused");
        Replay(recording, Failures).ShouldBe(trace);
        Taken().ShouldBe(seen);
    }

    [Test]
    public void Datagrams_ComeAgain_FromWhomTheyCame()
    {
        (RunRecording recording, string trace) = Record(Datagrams);
        string[] seen = Taken();
        seen.Length.ShouldBe(3);
        Replay(recording, Datagrams).ShouldBe(trace);
        Taken().ShouldBe(seen);
    }

    [Test]
    public void MegabytesBothWays_ArriveInThePartsOfThen()
    {
        (RunRecording recording, string trace) = Record(Megabytes);
        string[] seen = Taken();
        Replay(recording, Megabytes).ShouldBe(trace);
        Taken().ShouldBe(seen);
    }

    [Test]
    public void NamedThreads_ThatPostInTurns_AreTakenInTheOrderOfThen()
    {
        (RunRecording recording, string trace) = Record(() => Posts(firstWaits: true));
        Taken().ShouldBe(["two", "one"]);

        // The order in which they come is another one now.
        Replay(recording, () => Posts(firstWaits: false)).ShouldBe(trace);
        Taken().ShouldBe(["two", "one"]);
    }

    [Test]
    public void Time_IsThatOfTheRecording_HoweverOftenItIsLookedAt()
    {
        (RunRecording recording, _) = Record(() => Times(looks: 1));
        string[] seen = Taken();
        _ = Replay(recording, () => Times(looks: 1));
        Taken().ShouldBe(seen);
        _ = Replay(recording, () => Times(looks: 5));
        Taken().Length.ShouldBe(seen.Length);
    }

    [Test]
    public void VirtualClock_WithRealSockets_IsReplayedToo()
    {
        (RunRecording recording, string trace) = Record(Conversation, Virtual());
        string[] seen = Taken();
        Replay(recording, Conversation, Virtual()).ShouldBe(trace);
        Taken().ShouldBe(seen);
        Should.Throw<ArgumentException>(() => recording.Replay(Conversation())).Message.ShouldContain("virtual clock");
    }

    [Test]
    public void Program_ThatAsksForSomethingElse_IsToldWhereAndByWhom()
    {
        (RunRecording recording, _) = Record(Failures);
        ReplayMismatchException error = Should.Throw<ReplayMismatchException>(() => recording.Replay(Datagrams(), Quiet()));
        error.Message.ShouldStartWith("Entry 1 of ");
        error.Message.ShouldContain(
            " is a look-up of a name, in iteration 1, but in iteration 1 of the replay the program asks for something else: datagram endpoint 1: open (in Datagrams > OpenDatagrams (task 'Task-1')).");
    }

    [Test]
    public void Program_ThatSwallowsEveryError_IsStoppedNevertheless()
    {
        (RunRecording recording, _) = Record(Conversation);
        Should.Throw<ReplayMismatchException>(() => recording.Replay(Swallow(), Quiet()));

        IEnumerator<Awaitable> Swallow()
        {
            while (true)
            {
                yield return Settle(Await(Datagrams()), out _, includeCancellation: true);
            }
        }
    }

    [Test]
    public void TaskThatSwallowsEveryError_WhileMainEnds_IsStoppedToo()
    {
        (RunRecording recording, _) = Record(Conversation);
        Should.Throw<ReplayMismatchException>(() => recording.Replay(Main(), Quiet()));

        IEnumerator<Awaitable> Main()
        {
            _ = CreateTask(Swallow());
            yield return Await(Datagrams());
        }

        IEnumerator<Awaitable> Swallow()
        {
            yield return Awaitable.Yield();
            while (true)
            {
                yield return Settle(Await(Datagrams()), out _, includeCancellation: true);
            }
        }
    }

    [Test]
    public void Program_ThatGoesOnOrEndsEarly_IsToldSo()
    {
        (RunRecording late, _) = Record(Late);
        Should.Throw<ReplayMismatchException>(() => late.Replay(Nothing())).Message.ShouldContain("the program has ended");

        (RunRecording early, _) = Record(Datagrams);
        Should.Throw<ReplayMismatchException>(() => early.Replay(Yields(100))).Message.ShouldContain("the program has not asked for that");

        (RunRecording shortOne, _) = Record(Nothing);
        Should.Throw<ReplayMismatchException>(() => shortOne.Replay(Yields(100))).Message.ShouldContain("the program goes on");

        IEnumerator<Awaitable> Late()
        {
            yield return Await(Yields(50));
            yield return Await(Datagrams());
        }
    }

    [Test]
    public void ThreadThatNeverPosts_IsWaitedForNoLongerThanThePatience()
    {
        (RunRecording recording, _) = Record(() => Posts(firstWaits: false));
        recording.Patience = 0.01;
        Should.Throw<ReplayMismatchException>(() => recording.Replay(Yields(1000))).Message.ShouldContain("has posted nothing for 0.01 seconds");
    }

    [Test]
    public void MainThatFailed_FailsAgain()
    {
        using var runner = new Runner();
        RunRecording recording = RunRecording.Start(runner.Scheduler);
        Should.Throw<IOException>(() => runner.Run(Fail()));
        Should.Throw<IOException>(() => recording.Replay(Fail())).Message.ShouldBe("as ever");

        static IEnumerator<Awaitable> Fail()
        {
            yield return Sleep(0.001);
            throw new IOException("as ever");
        }
    }

    [Test]
    public void RecordingSavedInTheMiddle_IsReplayedUpToThere()
    {
        RunRecording? first = null;
        using var runner = new Runner();
        RunRecording recording = RunRecording.Start(runner.Scheduler);
        runner.Run(SaveHalfway());
        _seen.Clear();
        Should.Throw<ReplayMismatchException>(() => first!.Replay(Talk())).Message.ShouldStartWith("The recording ends after entry ");
        _seen.ShouldContain("client has ONE");

        IEnumerator<Awaitable> SaveHalfway()
        {
            yield return Await(Conversation());
            var stream = new MemoryStream();
            recording.Save(stream);
            stream.Position = 0;
            first = RunRecording.Load(stream);
            yield return Await(Conversation());
        }

        IEnumerator<Awaitable> Talk()
        {
            yield return Await(Conversation());
            yield return Await(Conversation());
        }
    }

    [Test]
    public void SchedulerOfARecording_RunsWhatTheRecordedOneRan()
    {
        using var recorded = new Scheduler();
        RunRecording recording = RunRecording.Start(recorded);
        recorded.RunUntilComplete(Conversation());
        recorded.RunUntilComplete(Datagrams());
        string[] seen = Taken();
        using Scheduler scheduler = recording.CreateScheduler();
        scheduler.RunUntilComplete(Conversation());
        scheduler.RunUntilComplete(Datagrams());
        Taken().ShouldBe(seen);
    }

    [Test]
    public void WhatIsNoRecording_OrNotAWholeOne_IsRefused()
    {
        (RunRecording recording, _) = Record(Conversation);
        var stream = new MemoryStream();
        recording.Save(stream);
        byte[] bytes = stream.ToArray();
        LoadError("no recording"u8.ToArray()).ShouldContain("is no recording of a run");
        LoadError([]).ShouldContain("is no recording of a run");
        LoadError(bytes[..^1]).ShouldContain("damaged");
        LoadError(bytes[..40]).ShouldContain("damaged");
        bytes[15] = 9;
        LoadError(bytes).ShouldContain("is a recording of format 9");
    }

    [Test]
    public void WhatCannotBeRecorded_IsRefused()
    {
        using var scheduler = new Scheduler();
        RunRecording.Start(scheduler);
        Should.Throw<InvalidOperationException>(() => RunRecording.Start(scheduler)).Message.ShouldContain("recorded already");
        Should.Throw<InvalidOperationException>(() => scheduler.Tick(1.0)).Message.ShouldContain("recorded or replayed");
        Should.Throw<NotSupportedException>(() => scheduler.RunUntilComplete(Secure())).Message.ShouldContain("TLS");

        using var used = new Scheduler();
        used.RunUntilComplete(Nothing());
        Should.Throw<InvalidOperationException>(() => RunRecording.Start(used)).Message.ShouldContain("before its first run");

        using var world = new Simulation();
        Should.Throw<InvalidOperationException>(() => RunRecording.Start(world.Scheduler)).Message.ShouldContain("seed");

        static IEnumerator<Awaitable> Secure()
        {
            yield return StartServer(_ => Nothing(), "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
            using CoServer server = started.Result;
            yield return OpenConnection("127.0.0.1", PortOf(server), new ConnectionOptions { Tls = new() });
        }
    }

    // What such a program leaves behind is reported, too.
    private static SchedulerOptions Quiet() => new() { ExceptionHandler = static _ => { } };

    private static SchedulerOptions Virtual() => new() { TimeProvider = new VirtualClock() };

    private static string LoadError(byte[] bytes) => Should.Throw<InvalidDataException>(() => RunRecording.Load(new MemoryStream(bytes))).Message;

    private static int PortOf(CoServer server) => ((IPEndPoint)server.EndPoints[0]).Port;

    private static (RunRecording Recording, string Trace) Record(Func<IEnumerator<Awaitable>> main, SchedulerOptions? options = null)
    {
        using var scheduler = new Scheduler(options);
        RunRecording recording = RunRecording.Start(scheduler);
        return (recording, Run(scheduler, main()));
    }

    private static string Replay(RunRecording recording, Func<IEnumerator<Awaitable>> main, SchedulerOptions? options = null)
    {
        using Scheduler scheduler = recording.CreateScheduler(options);
        return Run(scheduler, main());
    }

    private static string Run(Scheduler scheduler, IEnumerator<Awaitable> main)
    {
        using var trace = new StepTrace(scheduler);
        scheduler.RunUntilComplete(main);
        return trace.ToString();
    }

    private string[] Taken()
    {
        string[] seen = [.. _seen];
        _seen.Clear();
        return seen;
    }
}
