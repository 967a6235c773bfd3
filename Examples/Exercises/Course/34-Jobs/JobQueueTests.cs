using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(34)]
public sealed class JobQueueTests
{
    private readonly Lab _lab = new();

    // How often each job was tried.
    private readonly Dictionary<string, int> _attempts = [];

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Jobs_RunInTheirOrder_SomeAtATime()
    {
        const string LookAt = "Four jobs, which take 3, 1, 1 and 1 s, were added before Run, and the queue was closed. Two attempts go on at a time, "
            + "and the jobs begin in the order in which they were added.";
        var queue = new JobQueue(workers: 2, mostAttempts: 3, Work);
        RunAll(queue, ["a 3", "b 1", "c 1", "d 1"], LookAt);

        _lab.Printout.ShouldRead(
            [
                "0.0 s  begin a", "0.0 s  begin b", "1.0 s  end b", "1.0 s  begin c", "2.0 s  end c", "2.0 s  begin d", "3.0 s  end a",
                "3.0 s  end d", "3.0 s  Run has ended",
            ],
            LookAt);
        VerifyGivenUp(queue, [], "All jobs have succeeded.");
    }

    [Test, Order(2)]
    public void Jobs_MayBeAddedWhileItRuns_UntilItIsClosed()
    {
        const string LookAt = "Run has nothing to do until 5.0 s, when a job is added, and another one at 10.0 s. Run goes on until the queue was "
            + "closed, and that job is done.";
        var queue = new JobQueue(workers: 1, mostAttempts: 3, Work);
        Run(Main(), LookAt);

        _lab.Printout.ShouldRead(
            ["5.0 s  begin a", "6.0 s  end a", "10.0 s  begin b", "11.0 s  close", "12.0 s  end b", "12.0 s  Run has ended"],
            LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoTask running = CreateTask(RunAndSay(queue), "Run");
            yield return Sleep(5);
            queue.Add("a 1");
            yield return Sleep(5);
            queue.Add("b 2");
            yield return Sleep(1);
            _lab.Print("close");
            queue.Close();
            Expected.Error<InvalidOperationException>(() => queue.Add("c 1"), "The queue is closed: Add throws an InvalidOperationException.");
            yield return running;
        }
    }

    [Test, Order(3)]
    public void Close_OfAQueueWithNothingToDo_EndsRun()
    {
        const string LookAt = "Nothing is to be done, and the queue is closed at 5.0 s. Run ends then.";
        var queue = new JobQueue(workers: 3, mostAttempts: 3, Work);
        Run(Main(), LookAt);

        _lab.Printout.ShouldRead(["5.0 s  Run has ended"], LookAt);

        IEnumerator<Awaitable> Main()
        {
            CoTask running = CreateTask(RunAndSay(queue), "Run");
            yield return Sleep(5);
            queue.Close();
            yield return running;
        }
    }

    [Test, Order(4)]
    public void Job_ThatFails_IsTriedAgain_AfterMoreAndMoreTime()
    {
        const string LookAt = "The job fails three times at once, and then it succeeds. Between the attempts it waits for 1, 2 and 4 s; meanwhile Run "
            + "goes on, although the queue is closed.";
        var queue = new JobQueue(workers: 2, mostAttempts: 5, Work);
        RunAll(queue, ["a 0 fails 3"], LookAt);

        _lab.Printout.ShouldRead(
            [
                "0.0 s  begin a", "0.0 s  a fails", "1.0 s  begin a", "1.0 s  a fails", "3.0 s  begin a", "3.0 s  a fails",
                "7.0 s  begin a", "7.0 s  end a",
                "7.0 s  Run has ended",
            ],
            LookAt);
        VerifyGivenUp(queue, [], "The job has succeeded, at its fourth attempt of five.");
    }

    [Test, Order(5)]
    public void Job_ThatFailsTooOften_IsGivenUp_AndTheOthersGoOn()
    {
        const string LookAt = "There is one worker, and each job has two attempts. While a waits for its second one, which is due at 1.0 s, the "
            + "worker does something else: nobody may wait in his place. Who is due again stands at the end of the queue.";
        var queue = new JobQueue(workers: 1, mostAttempts: 2, Work);
        RunAll(queue, ["a 0 fails 9", "b 3", "c 0 fails 9", "d 0 fails 1"], LookAt);

        _lab.Printout.ShouldRead(
            [
                "0.0 s  begin a", "0.0 s  a fails", "0.0 s  begin b", "3.0 s  end b",
                "3.0 s  begin c", "3.0 s  c fails", "3.0 s  begin d", "3.0 s  d fails",
                "3.0 s  begin a", "3.0 s  a fails", "4.0 s  begin c", "4.0 s  c fails", "4.0 s  begin d", "4.0 s  end d", "4.0 s  Run has ended",
            ],
            LookAt);
        VerifyGivenUp(
            queue, ["a 0 fails 9", "c 0 fails 9"], "Two jobs have failed at each of their two attempts: they are in GivenUp, in the order in which they were given up.");
    }

    [Test, Order(6)]
    public void Attempt_ThatTakesTooLong_HasFailed()
    {
        string lookAt = $"The first job takes 11 s. An attempt is stopped after {JobQueue.TimeLimit} s, and has failed then.";
        var queue = new JobQueue(workers: 1, mostAttempts: 2, Work);
        RunAll(queue, ["slow 11", "quick 9"], lookAt);

        _lab.Printout.ShouldRead(
            [
                "0.0 s  begin slow", "10.0 s  slow is stopped", "10.0 s  begin quick", "19.0 s  end quick",
                "19.0 s  begin slow", "29.0 s  slow is stopped",
                "29.0 s  Run has ended",
            ],
            lookAt);
        VerifyGivenUp(queue, ["slow 11"], "Each of the two attempts took too long.");
    }

    [Test, Order(7)]
    public void Job_ThatFailsAtOnce_WithAnyError_IsTriedAgain()
    {
        const string LookAt = "Each attempt fails with a FormatException. Whatever the error is, the job is tried again, here three times in all, and "
            + "nothing comes out of Run.";
        var queue = new JobQueue(workers: 1, mostAttempts: 3, Fail);
        RunAll(queue, ["a"], LookAt);

        _lab.Printout.ShouldRead(
            ["0.0 s  try a", "1.0 s  try a", "3.0 s  try a", "3.0 s  Run has ended"],
            LookAt);
        VerifyGivenUp(queue, ["a"], "The job has failed at each of its three attempts.");

        IEnumerator<Awaitable> Fail(string job)
        {
            _lab.Print($"try {job}");
            yield return null;
            throw new FormatException("a is no number");
        }
    }

    [Test, Order(8)]
    public void Job_WithASingleAttempt_IsNotTriedAgain()
    {
        const string LookAt = "A job has one attempt in all here. It is given up when that has failed.";
        var queue = new JobQueue(workers: 1, mostAttempts: 1, Work);
        RunAll(queue, ["a 0 fails 1"], LookAt);

        _lab.Printout.ShouldRead(
            ["0.0 s  begin a", "0.0 s  a fails", "0.0 s  Run has ended"],
            LookAt);
        VerifyGivenUp(queue, ["a 0 fails 1"], "The job has failed at its only attempt.");
    }

    [Test, Order(9)]
    public void Jobs_OfTheSameName_AreJobsOfTheirOwn()
    {
        const string LookAt = "Two jobs have the same name, and two attempts each. The first three of these four attempts fail: so one of the jobs is "
            + "given up, and the other one succeeds at the last.";
        var queue = new JobQueue(workers: 1, mostAttempts: 2, Work);
        RunAll(queue, ["a 0 fails 3", "a 0 fails 3"], LookAt);

        VerifyGivenUp(queue, ["a 0 fails 3"], LookAt);
    }

    [Test, Order(10)]
    public void Run_ThatIsCancelled_EndsAllAttempts()
    {
        const string LookAt = "Run is cancelled at 0.5 s. The two attempts that go on end then, nothing begins any more, and nothing is left behind. "
            + "And the cancel goes on.";
        var queue = new JobQueue(workers: 2, mostAttempts: 3, Work);
        queue.Add("a 9");
        queue.Add("b 0 fails 9");
        queue.Add("c 9");
        queue.Add("d 9");
        Run(Main(), LookAt);

        _lab.Printout.ShouldReadByTime(
            [
                "0.0 s  begin a", "0.0 s  begin b", "0.0 s  b fails", "0.0 s  begin c", "0.5 s  a is stopped", "0.5 s  c is stopped",
                "0.5 s  Run was cancelled",
            ],
            LookAt);
        VerifyGivenUp(queue, [], "A job that is stopped by a cancel was not given up.");

        IEnumerator<Awaitable> Main()
        {
            CoTask running = CreateTask(RunAndSay(queue), "Run");
            yield return Sleep(0.5);
            running.Cancel();
            yield return Settle(running, out var end, includeCancellation: true);
            _lab.Print(end.IsCancelled ? "Run was cancelled" : "Run has not ended by the cancel");
            NothingShouldBeLeft();
            yield return Sleep(60);
        }
    }

    // Beside the coroutine that looks.
    private static void NothingShouldBeLeft()
    {
        if (Scheduler.Current.AllTasks().Count > 1)
        {
            throw new ShouldAssertException(
                $"Run has ended by its cancel. No attempt goes on then, and no job waits to be tried again. These tasks there are:\n{Scheduler.Current.FormatTasks()}");
        }
    }

    private static void VerifyGivenUp(JobQueue queue, string[] expected, string lookAt) =>
        Expected.True(queue.GivenUp.SequenceEqual(expected), $"{lookAt}\n\nGivenUp has: {(queue.GivenUp is [] ? "(nothing)" : string.Join(", ", queue.GivenUp))}");

    private void RunAll(JobQueue queue, string[] jobs, string lookAt)
    {
        foreach (string job in jobs)
        {
            Explained.Run(() => queue.Add(job), "A job is added.");
        }

        Explained.Run(queue.Close, "The queue is closed, before Run is called.");
        Run(RunAndSay(queue), lookAt);
    }

    private void Run(IEnumerator<Awaitable> main, string lookAt) => Explained.RunTest(
        () => Explained.Run(() => _lab.Run(main), "Something that nobody expected has come out of Run. What a job fails with stays in the queue."), lookAt);

    private IEnumerator<Awaitable> RunAndSay(JobQueue queue)
    {
        yield return Await(queue.Run());
        _lab.Print("Run has ended");
    }

    // The job "a 2 fails 3" has the name a, takes 2 s, and fails the first three times.
    private IEnumerator<Awaitable> Work(string job)
    {
        string[] parts = job.Split(' ');
        int attempt = _attempts[job] = _attempts.GetValueOrDefault(job) + 1;
        _lab.Print($"begin {parts[0]}");
        string end = "is stopped";
        try
        {
            if (parts[1] != "0")
            {
                yield return Sleep(int.Parse(parts[1]));
            }

            end = "";
        }
        finally
        {
            if (end != "")
            {
                _lab.Print($"{parts[0]} {end}");
            }
        }

        if (parts is [_, _, "fails", var times] && attempt <= int.Parse(times))
        {
            _lab.Print($"{parts[0]} fails");
            throw new IOException($"{parts[0]} has failed");
        }

        _lab.Print($"end {parts[0]}");
    }
}
