using System.Reflection;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Coroutines.Exercises.Command;

/// <summary>The process that runs the tests: code that never ends, or overflows the stack, takes down no more than this one.</summary>
internal static class Worker
{
    private const string Argument = "worker";

    internal static bool IsMeant(string[] arguments) => arguments is [Argument, ..];

    internal static IEnumerable<string> ArgumentsFor(IEnumerable<Job> jobs) =>
        [Argument, .. jobs.SelectMany(job => new[] { job.Assembly, $"{job.Exercise}" })];

    internal static int Run(string[] arguments)
    {
        // NUnit puts a writer of its own in the place of Console.Out while tests run; the events must not end up there.
        using StreamWriter events = new(Console.OpenStandardOutput()) { AutoFlush = true };
        for (int i = 1; i < arguments.Length; i += 2)
        {
            Run(new Job(arguments[i], int.Parse(arguments[i + 1])), ended => events.WriteLine(ended.Format()));
            events.WriteLine(new WorkerEvent(WorkerEventKind.JobEnded).Format());
        }

        return 0;
    }

    /// <summary>Runs the tests of one exercise on this thread.</summary>
    internal static void Run(Job job, Action<WorkerEvent> report)
    {
        NUnitTestAssemblyRunner runner = new(new DefaultTestAssemblyBuilder());
        Dictionary<string, object> settings = new() { ["NumberOfTestWorkers"] = 0 };
        runner.Load(Assembly.LoadFrom(job.Assembly), settings);

        TestFilter filter = TestFilter.FromXml($"<filter><prop name='{ExerciseAttribute.PropertyName}'>{job.Exercise}</prop></filter>");
        runner.Run(new Listener(report), filter);
    }

    private sealed class Listener(Action<WorkerEvent> report) : ITestListener
    {
        public void TestStarted(ITest test)
        {
            if (!test.IsSuite)
            {
                report(new WorkerEvent(WorkerEventKind.TestStarted, new TestOutcome(NameOf(test), false, "", "")));
            }
        }

        public void TestFinished(ITestResult result)
        {
            if (!result.Test.IsSuite)
            {
                bool isPassed = result.ResultState.Status == TestStatus.Passed;
                TestOutcome outcome = new(NameOf(result.Test), isPassed, isPassed ? "" : FailureText.Of(result), result.Output);
                report(new WorkerEvent(WorkerEventKind.TestEnded, outcome));
            }
        }

        /// <summary>With the type that a generic fixture runs for: <c>MiniLoop: CallSoon_CallsInTheOrderGiven</c>.</summary>
        private static string NameOf(ITest test) =>
            test.TypeInfo is { IsGenericType: true } fixture ? $"{fixture.Type.GetGenericArguments()[0].Name}: {test.Name}" : test.Name;

        public void TestOutput(TestOutput output)
        {
            // Comes again with the test's result.
        }

        public void SendMessage(TestMessage message)
        {
            // Nobody here sends any.
        }
    }
}
