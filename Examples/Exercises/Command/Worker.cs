using System.Collections.Concurrent;
using System.Reflection;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Coroutines.Exercises.Command;

/// <summary>The process that runs the tests: code that never ends, or overflows the stack, takes down no more than this one.</summary>
internal static class Worker
{
    internal const string Argument = "worker";

    internal static bool IsMeant(string[] arguments) => arguments is [Argument];

    /// <summary>Takes jobs from standard input, one a line, and writes what happens to standard output, until there are no more jobs.</summary>
    internal static int Run()
    {
        // NUnit puts a writer of its own in the place of Console.Out while tests run; the events must not end up there.
        using StreamWriter events = new(Console.OpenStandardOutput()) { AutoFlush = true };
        using StreamReader input = new(Console.OpenStandardInput());
        Console.SetIn(TextReader.Null); // a learner's Console.ReadLine() must not take the next job
        using BlockingCollection<string> jobs = [];
        new Thread(() => ReadJobs(input, jobs)) { IsBackground = true }.Start();

        foreach (string job in jobs.GetConsumingEnumerable())
        {
            Run(Job.Parse(job), ended => events.WriteLine(ended.Format()));
            events.WriteLine(new WorkerEvent(WorkerEventKind.JobEnded).Format());
        }

        return 0;
    }

    // On a thread of its own: when whoever has started this process is gone, so is this, in whatever loop a test may be.
    private static void ReadJobs(StreamReader input, BlockingCollection<string> jobs)
    {
        while (input.ReadLine() is { } job)
        {
            jobs.Add(job);
        }

        Environment.Exit(0);
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
