using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>Of those that are started under a key, one runs at a time; the policy says which.</summary>
public class KeyTests
{
    private readonly FrameRig _rig = new();
    private CoGroup _group = null!;

    [SetUp]
    public void SetUp() => _group = new CoGroup(_rig.Scheduler, "hero");

    [TearDown]
    public void TearDown()
    {
        _group.Dispose();
        _rig.Dispose();
    }

    [Test]
    public void Keep_WhileOneRuns_DropsTheNewOne()
    {
        CoTask first = _group.CreateTask("reload", Work("first", 2), RestartPolicy.Keep);
        _group.CreateTask("reload", Work("second", 2), RestartPolicy.Keep).ShouldBe(first);
        _group.CreateTask("jump", Work("jump", 1), RestartPolicy.Keep).ShouldNotBe(first);
        _rig.Tick(3);
        _rig.ShouldHaveLogged("1 first begins", "1 jump begins", "2 jump ends", "3 first ends");
        _group.FindTask("reload").ShouldBeNull();
        CoTask third = _group.CreateTask("reload", Work("third", 1), RestartPolicy.Keep);
        third.ShouldNotBe(first);
        _group.FindTask("reload").ShouldBe(third);
    }

    [Test]
    public void Keep_WhileTheOneThatRunsIsAboutToEnd_StartsTheNewOneAfterIt()
    {
        CoTask first = _group.CreateTask("music", Work("first", 5), RestartPolicy.Keep);
        _rig.Tick();
        _group.Cancel();
        CoTask second = _group.CreateTask("music", Work("second", 1), RestartPolicy.Keep);
        second.ShouldNotBe(first);
        _group.CreateTask("music", Work("third", 1), RestartPolicy.Keep).ShouldBe(second);
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1 first begins", "2 second begins", "3 second ends");
        _group.FindTask("music").ShouldBeNull();
    }

    [Test]
    public void Start_UnderAnEagerFactory_BeginsNoneBeforeItStandsUnderItsKey()
    {
        _rig.Scheduler.TaskFactory = static start => start with { Eager = true };
        IEnumerator<Awaitable> First()
        {
            _rig.LogFrame("first begins");
            _group.CreateTask("move", Work("second", 1), RestartPolicy.Queue);
            yield return WaitFrames(1);
            _rig.LogFrame("first ends");
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask first = _group.CreateTask("move", First(), RestartPolicy.Queue);
            _group.FindTask("move").ShouldBe(first);
            _rig.LogFrame("main");
            yield break;
        }

        _rig.Scheduler.CreateTask(Main());
        _rig.Tick(3);
        _rig.ShouldHaveLogged("1 main", "1 first begins", "2 first ends", "2 second begins", "3 second ends");
    }

    [Test]
    public void Replace_WhileOneRuns_CancelsIt_AndBeginsWhenItsCleanUpIsOver()
    {
        CoTask first = _group.CreateTask("move", WithCleanUp(), RestartPolicy.Replace);
        _rig.Tick();
        CoTask second = _group.CreateTask("move", Work("second", 1), RestartPolicy.Replace, "mover");
        _group.FindTask("move").ShouldBe(first);
        _rig.Tick(4);
        _rig.ShouldHaveLogged("2 cleans", "3 clean", "3 second begins", "4 second ends");
        (first.IsCancelled, second.IsDone, second.Name).ShouldBe((true, true, "mover"));
        FrameRig.CancelOf(first).ShouldBe("Replaced by task 'mover'.");

        IEnumerator<Awaitable> WithCleanUp()
        {
            Defer(Clean());
            yield return Sleep(100);
        }

        IEnumerator<Awaitable> Clean()
        {
            _rig.LogFrame("cleans");
            yield return null;
            _rig.LogFrame("clean");
        }
    }

    [Test]
    public void Replace_WhileOneCleansUpForAnother_LeavesItsCleanUpAlone()
    {
        CoTask first = _group.CreateTask("move", WithCleanUp("first"), RestartPolicy.Replace);
        _rig.Tick();
        CoTask second = _group.CreateTask("move", WithCleanUp("second"), RestartPolicy.Replace);
        _rig.Tick();
        CoTask third = _group.CreateTask("move", WithCleanUp("third"), RestartPolicy.Replace);
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1 first begins", "2 first cleans", "4 first clean", "4 third begins");
        (first.IsCancelled, second.IsCancelled, third.IsDone).ShouldBe((true, true, false));
        _group.CreateTask("move", Work("fourth", 1), RestartPolicy.Replace);
        _rig.Tick(4);
        _rig.ShouldHaveLogged("5 third cleans", "7 third clean", "7 fourth begins", "8 fourth ends");

        IEnumerator<Awaitable> WithCleanUp(string name)
        {
            _rig.LogFrame($"{name} begins");
            Defer(Clean(name));
            yield return Sleep(100);
        }

        IEnumerator<Awaitable> Clean(string name)
        {
            _rig.LogFrame($"{name} cleans");
            yield return WaitFrames(2);
            _rig.LogFrame($"{name} clean");
        }
    }

    [Test]
    public void Replace_OfOneThatHasNotBegun_NeverRunsIt()
    {
        CoTask first = _group.CreateTask("move", Work("first", 1), RestartPolicy.Replace);
        _group.CreateTask("move", Work("second", 1), RestartPolicy.Replace);
        CoTask third = _group.CreateTask("move", Work("third", 1), RestartPolicy.Replace);
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1 third begins", "2 third ends");
        (first.IsCancelled, third.IsDone).ShouldBe((true, true));
    }

    [Test]
    public void Replace_ByTheOneThatRuns_EndsItWhereItNextWaits()
    {
        _group.CreateTask("move", ReplaceItself(), RestartPolicy.Replace);
        _rig.Tick(3);
        _rig.ShouldHaveLogged("1 goes on", "1 closed", "1 next begins", "2 next ends");

        IEnumerator<Awaitable> ReplaceItself()
        {
            try
            {
                _group.CreateTask("move", Work("next", 1), RestartPolicy.Replace);
                _rig.LogFrame("goes on");
                yield return Sleep(100);
                _rig.LogFrame("never");
            }
            finally
            {
                _rig.LogFrame("closed");
            }
        }
    }

    [Test]
    public void Queue_WhileOneRuns_RunsThemOneAfterTheOther()
    {
        _group.CreateTask("say", Work("first", 1), RestartPolicy.Queue);
        _group.CreateTask("say", Work("second", 1), RestartPolicy.Queue);
        CoTask third = _group.CreateTask("say", Work("third", 1), RestartPolicy.Queue);
        _group.CreateTask("say", Work("fourth", 1), RestartPolicy.Queue);
        third.Cancel();
        _rig.Tick(5);
        _rig.ShouldHaveLogged("1 first begins", "2 first ends", "2 second begins", "3 second ends", "3 fourth begins", "4 fourth ends");
        third.IsCancelled.ShouldBeTrue();
        _group.FindTask("say").ShouldBeNull();
    }

    [Test]
    public void Queue_BehindOneThatFails_GoesOn()
    {
        CoTask broken = _group.CreateTask("say", Fail(), RestartPolicy.Queue);
        _group.CreateTask("say", Work("second", 1), RestartPolicy.Queue);
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1 second begins", "2 second ends");
        broken.Exception.ShouldBeOfType<IOException>();

        static IEnumerator<Awaitable> Fail()
        {
            yield return Sleep(0.125);
            throw new IOException();
        }
    }

    [Test]
    public void Queue_OfAPausedGroup_WaitsForItsEnd_AndOfACancelledOneIsEmpty()
    {
        CoTask first = _group.CreateTask("say", Work("first", 1), RestartPolicy.Queue);
        CoTask second = _group.CreateTask("say", Work("second", 1), RestartPolicy.Queue);
        _rig.Tick();
        _group.Pause();
        first.Cancel();
        _rig.Tick(2);
        (first.IsDone, second.IsDone).ShouldBe((true, false));
        _rig.ShouldHaveLogged("1 first begins");
        _group.Resume();
        _rig.Tick();
        _rig.ShouldHaveLogged("4 second begins");
        _group.CreateTask("say", Work("third", 1), RestartPolicy.Queue);
        _group.Cancel();
        _rig.Tick();
        _rig.ShouldHaveLogged();
        _group.Count.ShouldBe(0);
        _group.FindTask("say").ShouldBeNull();
    }

    [Test]
    public void Policies_UnderTheSameKey_CanBeMixed()
    {
        CoTask first = _group.CreateTask("k", Work("first", 1), RestartPolicy.Keep);
        CoTask queued = _group.CreateTask("k", Work("queued", 1), RestartPolicy.Queue);
        _group.CreateTask("k", Work("kept out", 1), RestartPolicy.Keep).ShouldBe(first);
        _group.CreateTask("k", Work("replacing", 1), RestartPolicy.Replace);
        _group.CreateTask("k", Work("last", 1), RestartPolicy.Queue);
        _rig.Tick(4);
        _rig.ShouldHaveLogged("1 replacing begins", "2 replacing ends", "2 last begins", "3 last ends");
        (first.IsCancelled, queued.IsCancelled).ShouldBe((true, true));
    }

    [Test]
    public void Keys_AreComparedByEquals_AndAreEachGroupsOwn()
    {
        var other = new CoGroup(_group);
        CoTask task = _group.CreateTask(("enemy", 1), Work("a", 1), RestartPolicy.Keep);
        _group.FindTask(("enemy", 1)).ShouldBe(task);
        _group.FindTask(("enemy", 2)).ShouldBeNull();
        other.FindTask(("enemy", 1)).ShouldBeNull();
    }

    [Test]
    public void Await_OfAGroup_WaitsForThoseWhoseTurnIsStillToCome()
    {
        _group.CreateTask("say", Work("first", 1), RestartPolicy.Queue);
        _group.CreateTask("say", Work("second", 1), RestartPolicy.Queue);
        _group.Count.ShouldBe(2);
        _rig.Start(LogEnd());
        _rig.Tick(4);
        _rig.Trace[^1].ShouldBe("3 over");

        IEnumerator<Awaitable> LogEnd()
        {
            yield return _group;
            _rig.LogFrame("over");
        }
    }

    [Test]
    public void TaskFactory_ThatThrows_LeavesTheKeyFree()
    {
        _rig.Scheduler.TaskFactory = _ => throw new IOException("no tasks today");
        Should.Throw<IOException>(() => _group.CreateTask("say", Work("first", 1), RestartPolicy.Keep));
        _group.FindTask("say").ShouldBeNull();
        _rig.Scheduler.TaskFactory = null;
        _group.CreateTask("say", Work("second", 1), RestartPolicy.Keep);
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1 second begins", "2 second ends");
    }

    private IEnumerator<Awaitable> Work(string name, int frames)
    {
        _rig.LogFrame($"{name} begins");
        yield return WaitFrames(frames);
        _rig.LogFrame($"{name} ends");
    }
}
