using NUnit.Framework.Interfaces;

namespace Coroutines.Tests.Testing;

/// <summary>How NUnit shows coroutine tests: fixtures of the sample assembly, run by its own runner.</summary>
public sealed class CoroutineTestTests
{
    [TestCase("Plain")]
    [TestCase("Static")]
    [TestCase("Cases(1,2)")]
    [TestCase("Named")]
    [TestCase("Results(1,2)")]
    [TestCase("Results(\"a\",\"b\")")]
    [TestCase("Source(7)")]
    [TestCase("Source(8)")]
    [TestCase("SourceWithResults(1,2)")]
    [TestCase("TwoAndTwo")]
    [TestCase("Categorised")]
    [TestCase("PassesEarly")]
    [TestCase("Retried")]
    [TestCase("Explored(seed: 7)")]
    [TestCase("ExploredResult(4)")]
    public void Test_UnderItsName_Passes(string name) => SampleRun.Of($"Passing.{name}").ResultState.ShouldBe(ResultState.Success);

    [Test]
    public void Test_WithValuesAndRanges_RunsInAllCombinations()
    {
        string[] names = [.. SampleRun.Names("Passing").Where(name => name.StartsWith("Values", StringComparison.Ordinal))];

        names.Length.ShouldBe(12);
        names.ShouldContain("Values(2,0,True)");
        names.ShouldAllBe(name => SampleRun.Of($"Passing.{name}").ResultState.Equals(ResultState.Success));
    }

    [Test]
    public void Test_ThatIsIgnoredOrInconclusive_IsShownAsSuch()
    {
        SampleRun.Of("Passing.Ignored").ResultState.ShouldBe(ResultState.Ignored);
        SampleRun.Of("Passing.IgnoresItself").ResultState.ShouldBe(ResultState.Ignored);
        SampleRun.Of("Passing.IgnoresItself").Message.ShouldBe("not here");
        SampleRun.Of("Passing.IsInconclusive").ResultState.ShouldBe(ResultState.Inconclusive);
    }

    [Test]
    public void Test_ThatIsExplored_RunsAsOftenAsItSays_AndMayBeIgnored()
    {
        SampleRun.Of("Passing.Explored(seed: 7)").Output.Split("one run").Length.ShouldBe(51);
        SampleRun.Of("Passing.ExploredAndIgnored(seed: 0)").ResultState.ShouldBe(ResultState.Ignored);
    }

    [TestCase("Failing.Asserts", "Asserts")]
    [TestCase("Failing.Throws", "Throws")]
    [TestCase("Failing.FailsWhenExplored(seed: 1000)", "reader")]
    public void Failure_BringsATimelineAlong(string name, string task)
    {
        TestAttachment attachment = SampleRun.Of(name).TestAttachments.Single();

        attachment.Description.ShouldBe("What ran, as a timeline");
        File.ReadAllText(attachment.FilePath).ShouldContain($"\"name\":\"{task}\"");
    }

    [TestCase("Passing.Plain")]
    [TestCase("Passing.IgnoresItself")]
    public void TestThatDoesNotFail_BringsNone(string name) => SampleRun.Of(name).TestAttachments.ShouldBeEmpty();

    [Test]
    public void Failure_OfAnExploration_SaysWhatItTook_AndTheCommandForThatRun()
    {
        ITestResult result = SampleRun.Of("Failing.FailsWhenExplored(seed: 1000)");

        result.ResultState.Status.ShouldBe(TestStatus.Failed);
        result.Message.ShouldContain("InvalidDataException: cleared too early");
        result.Message.ShouldContain("  - Read (task 'reader')");
        result.Message.ShouldMatch("This run alone: COROUTINES_SEED=1[0-9]{3} dotnet test --filter \"FullyQualifiedName~Coroutines.Tests.Testing.Samples.Failing.FailsWhenExplored\"");
    }

    [Test]
    public void Test_WithCategoryAndProperty_HasThem()
    {
        ITest test = SampleRun.Of("Passing.Categorised").Test;

        test.Properties.Get("Category").ShouldBe("Slow");
        test.Properties.Get("Author").ShouldBe("somebody");
    }

    [Test]
    public void Test_ThatIsRepeated_HasAFreshSchedulerEachTime() =>
        SampleRun.Of("Passing.Repeated").Output.Split("once more").Length.ShouldBe(4);

    [Test]
    public void Failure_ShowsTheCoroutines_AndWhatRanLast()
    {
        ITestResult result = SampleRun.Of("Failing.Throws");

        result.ResultState.ShouldBe(ResultState.Error);
        result.Message.ShouldStartWith("System.IO.IOException : lost");
        result.Message.ShouldEndWith("in task 'Throws': Throws > Outer > Inner");
        result.StackTrace!.ShouldContain("Failing.Inner()");
        result.Output.ShouldContain("1 Throws: timer -> failed: IOException");
    }

    [Test]
    public void FailedAssert_IsAFailureOfNUnitsOwnKind()
    {
        ITestResult one = SampleRun.Of("Failing.Asserts");
        one.ResultState.ShouldBe(ResultState.Failure);
        one.Message.ShouldContain("Expected: 3");
        one.Message.ShouldContain("in task 'Asserts': Asserts");

        ITestResult several = SampleRun.Of("Failing.AssertsSeveral");
        several.ResultState.ShouldBe(ResultState.Failure);
        several.Message.ShouldContain("Expected: 2");
        several.Message.ShouldContain("Expected: 4");
    }

    [Test]
    public void WrongResult_Fails()
    {
        ITestResult result = SampleRun.Of("Failing.ReturnsSomethingElse");

        result.ResultState.ShouldBe(ResultState.Failure);
        result.Message.ShouldContain("But was:  41");
    }

    [TestCase("Deadlocks", "Coroutines.DeadlockException", "Deadlocks (task 'Deadlocks'): awaiting future \"nobody's\"")]
    [TestCase("UsesACoroutineTwice", "System.InvalidOperationException", "The coroutine Empty was started before")]
    [TestCase("SleepsForEver", "System.TimeoutException", "did not end within 60 s of virtual time (VirtualTimeout)")]
    [TestCase("YieldsForEver", "System.TimeoutException", "did not end within 1,000 iterations (IterationLimit)")]
    [TestCase("WaitsForAThread", "System.TimeoutException", "did not end within 0.05 s of real time (RealTimeout)")]
    [TestCase("LeavesATask", "Coroutines.Testing.AssertionFailedException", "an unfinished task: Poll (task 'poller'), sleeping")]
    [TestCase("LeavesAnException", "Coroutines.Testing.AssertionFailedException", "task 'broken' was never looked at: IOException: lost")]
    [TestCase("LeavesATimer", "Coroutines.Testing.AssertionFailedException", "an open timer: a callback that is due at 5 s")]
    [TestCase("IsNoCoroutine", "System.InvalidOperationException", "Failing.IsNoCoroutine is no coroutine: it has to return IEnumerator<Awaitable>")]
    [TestCase("ReturnsNull", "System.InvalidOperationException", "Failing.ReturnsNull returned null instead of a coroutine")]
    [TestCase("IsCalledWithABug", "System.IO.IOException", "no coroutine was made")]
    public void Test_ThatGoesWrong_SaysHow(string name, string type, string message)
    {
        ITestResult result = SampleRun.Of($"Failing.{name}");

        result.ResultState.ShouldBe(ResultState.Error);
        result.Message.ShouldStartWith($"{type} : ");
        result.Message.ShouldContain(message);
    }

    [TestCase("HasNUnitsCases(1)", "[TestCase] cannot run. Write [CoroutineTest(…)]")]
    [TestCase("HasNUnitsCases(2)", "[TestCase] cannot run")]
    [TestCase("HasNUnitsSource(\"x\")", "[TestCaseSource] cannot run")]
    [TestCase("HasNUnitsSource(\"y\")", "[TestCaseSource] cannot run")]
    [TestCase("HasNoValues", "No arguments were provided")]
    [TestCase("ReturnsAnEnumerable", "Misused.ReturnsAnEnumerable is no coroutine: it has to return IEnumerator<Awaitable>")]
    public void Test_ThatCannotRunAsItIsWritten_FailsAndSaysWhy(string name, string message)
    {
        ITestResult result = SampleRun.Of($"Misused.{name}");

        result.ResultState.Status.ShouldBe(TestStatus.Failed);
        result.Message.ShouldContain(message);
    }

    [TestCase("MayLeaveATask")]
    [TestCase("MayLeaveAnException")]
    [TestCase("MayLeaveATimer")]
    public void Leftover_ThatIsPermitted_Passes(string name) => SampleRun.Of($"Failing.{name}").ResultState.ShouldBe(ResultState.Success);

    [Test]
    public void SetUpsAndTearDowns_RunAroundTheTest_BaseClassOutside()
    {
        ITestResult result = SampleRun.Of("SettingUp.Passes");

        result.ResultState.ShouldBe(ResultState.Success);
        result.Output.ShouldBe(
            "NUnit's SetUp|base set-up|derived set-up at 1|test of somebody at 2|derived tear-down at 3|base tear-down|NUnit's TearDown");
    }

    [Test]
    public void TearDowns_AfterAFailure_RunAll()
    {
        ITestResult result = SampleRun.Of("SettingUp.Fails");

        result.Message.ShouldContain("the test");
        result.Output.ShouldEndWith("derived tear-down at 3|base tear-down|NUnit's TearDown");
    }

    [Test]
    public void TearDown_ThatFailsToo_IsShownBehindTheTest()
    {
        SampleRun.Of("SettingUp.FailsTwice").Message.ShouldEndWith(
            "in task 'FailsTwice': FailsTwice\nand then IOException: the tear-down\nin task 'Close': Close");

        // A test that passed, or that only asked to be ignored, has failed by it.
        SampleRun.Of("SettingUp.IsIgnoredAndFailsAtTheEnd").ResultState.ShouldBe(ResultState.Error);
    }

    [Test]
    public void SetUp_ThatFails_LetsNoTestRun_ButTheTearDown()
    {
        ITestResult result = SampleRun.Of("FailingSetUp.Never");

        result.Message.ShouldContain("no server");
        result.Output.ShouldStartWith("torn down");
    }

    [Test]
    public void SetUp_WithParameters_IsAnError() =>
        SampleRun.Of("WrongSetUp.Never").Message.ShouldContain("WrongSetUp.Begin runs before or after each test, and can have no parameters");
}
