using Coroutines.Mutants;
using Microsoft.CodeAnalysis;

// Puts one mistake after another into the core of the library and its analyzers, and runs the tests that are about it: one of them has to fail. What
// survives is either no mistake, since nobody can tell the difference, or a test that is missing.
const string Usage = "usage: Mutants [--list] [FILE[:LINE] ...]: the files are named from the folder of the library, such as Sync/Waiter.cs";

// The tests that are about a file: how the names of their classes begin. They run in this order, the nearest first, as one that fails is
// enough.
Dictionary<string, string[]> tests = new()
{
    ["Sync/WaiterQueue.cs"] = ["Sync", "Queues", "Races"],
    ["Sync/Waiter.cs"] = ["Sync", "Queues", "Races", "Memory"],
    ["Timers/TimerQueue.cs"] = ["Timers.Timer", "Timers.CallLater", "Pausing"],
    ["Timers/TimerSegment.cs"] = ["Timers.Timer", "Timers.CallLater", "Pausing"],
    ["Timers/TimerHeap.cs"] = ["Timers.Timer", "Timers.CallLater", "Pausing"],
    ["Awaiting/Transitions.cs"] = ["Awaiting.Transitions", "Awaiting.Future", "Tasks.CoTask"],
    ["Combinators/CoTimeout.cs"] = ["Combinators", "Conformance.Timeouts"],
    ["Timers/VirtualTimer.cs"] = ["Timers.ClockTimer", "Timers.Polly", "Timers"],
    ["Timers/ClockTimers.cs"] = ["Timers.ClockTimer", "Timers.Polly", "Timers"],
    ["Frames/FrameLoop.Parts.cs"] = ["Frames.FrameParts", "Frames"],
    ["Pausing/Easing.cs"] = ["Pausing.Easing"],
    ["Pausing/TweenLoops.cs"] = ["Pausing.Tween"],
    ["Threads/Awaitable.Events.cs"] = ["Threads.FromEvent"],
    ["Threads/FirstTold.cs"] = ["Threads.FromEvent"],
    ["Datagrams/CoDatagram.cs"] = ["Datagrams", "Misuse.WrongThread"],
    ["Datagrams/CoDatagram.Receiving.cs"] = ["Datagrams", "Misuse.WrongThread"],
    ["Datagrams/CoDatagram.Sending.cs"] = ["Datagrams", "Misuse.WrongThread"],
    ["Datagrams/DatagramReceive.cs"] = ["Datagrams"],
    ["Datagrams/DatagramSent.cs"] = ["Datagrams"],
    ["Datagrams/SenderAddress.cs"] = ["Datagrams"],
    ["Datagrams/UnsentDatagrams.cs"] = ["Datagrams"],
    ["Processes/CoProcess.cs"] = ["Processes", "Misuse.WrongThread"],
    ["Processes/CoProcess.Communicate.cs"] = ["Processes"],
    ["Processes/SpawnedChild.cs"] = ["Processes"],
    ["Analyzers/BlockingCallAnalyzer.cs"] = ["Analyzers.Blocking", "Analyzers"],
    ["Analyzers/BlockingCalls.cs"] = ["Analyzers.Blocking", "Analyzers"],
    ["Analyzers/BlockingTaskAnalyzer.cs"] = ["Analyzers.Blocking", "Analyzers"],
    ["Analyzers/BlockingTasks.cs"] = ["Analyzers.Blocking", "Analyzers"],
    ["Analyzers/CallText.cs"] = ["Analyzers"],
    ["Analyzers/CallChain.cs"] = ["Analyzers"],
    ["Analyzers/ForgottenCall.cs"] = ["Analyzers.Forgotten", "Analyzers"],
    ["Analyzers/ForgottenCallAnalyzer.cs"] = ["Analyzers.Forgotten", "Analyzers"],
    ["Analyzers/KnownTypes.cs"] = ["Analyzers"],
    ["Analyzers/LockAroundYieldAnalyzer.cs"] = ["Analyzers.LockAroundYield", "Analyzers"],
    ["Analyzers/LoopThread.cs"] = ["Analyzers.Blocking", "Analyzers"],
    ["Analyzers/LooseTimeLimitAnalyzer.cs"] = ["Analyzers.LooseTimeLimit", "Analyzers"],
    ["Analyzers/Settling.cs"] = ["Analyzers"],
    ["Analyzers/SwallowedCancellationAnalyzer.cs"] = ["Analyzers.Swallowed", "Analyzers"],
    ["Analyzers/UnreadOutcomeAnalyzer.cs"] = ["Analyzers.UnreadOutcome", "Analyzers"],
    ["Analyzers/VariableUses.cs"] = ["Analyzers"],
    ["Analyzers/CSharp/CodeAfterReturnAnalyzer.cs"] = ["Analyzers.CodeAfterReturn", "Analyzers"],
    ["Analyzers/CSharp/CoroutineFlow.cs"] = ["Analyzers.Reused", "Analyzers"],
    ["Analyzers/CSharp/CoroutineUses.cs"] = ["Analyzers.Reused", "Analyzers"],
    ["Analyzers/CSharp/ForgottenIteratorAnalyzer.cs"] = ["Analyzers.Forgotten", "Analyzers"],
    ["Analyzers/CSharp/LocalUses.cs"] = ["Analyzers.Reused", "Analyzers"],
    ["Analyzers/CSharp/ReturnFlow.cs"] = ["Analyzers.CodeAfterReturn", "Analyzers"],
    ["Analyzers/Fixes/BlockingCallFix.cs"] = ["Analyzers.CodeFix"],
    ["Analyzers/Fixes/CatchAroundYieldFix.cs"] = ["Analyzers.CodeFix"],
    ["Analyzers/Fixes/CodePlace.cs"] = ["Analyzers.CodeFix"],
    ["Analyzers/Fixes/CoroutineFix.cs"] = ["Analyzers.CodeFix"],
    ["Analyzers/Fixes/ForgottenCallFix.cs"] = ["Analyzers.CodeFix"],
    ["Analyzers/Fixes/LockAroundYieldFix.cs"] = ["Analyzers.CodeFix"],
    ["Analyzers/Fixes/LooseTimeLimitFix.cs"] = ["Analyzers.CodeFix"],
    ["Analyzers/Fixes/SwallowedCancellationFix.cs"] = ["Analyzers.CodeFix"],
    ["Analyzers/Fixes/UnreadOutcomeFix.cs"] = ["Analyzers.CodeFix"],
    ["Analyzers/Fixes/YieldedCoroutineFix.cs"] = ["Analyzers.CodeFix"],
    ["Tracing/StepTimer.cs"] = ["Tracing.SharedTime", "Tracing.StepTrust", "Tracing.StepTiming"],
    ["Tracing/StepRing.cs"] = ["Tracing.StepRing", "Tracing.SharedTime"],
    ["Tracing/StepReasons.cs"] = ["Tracing.StepRecorder", "Tracing", "Testing.Trace"],
    ["Tracing/WakeRuns.cs"] = ["Tracing.StepRecorder", "Tracing", "Testing.Trace"],
    ["Groups/GroupExit.cs"] = ["Groups", "Conformance.Groups"],
};

if (args is [SuiteProcess.RunTests, var directory, .. var asked])
{
    return SuiteRun.Of(directory, asked);
}

string root = FindRoot();
string[] places = [.. args.Where(static argument => argument != "--list")];
string[] files = [.. places.Select(static place => place.Split(':')[0]).Distinct()];
if (files.Any(file => !tests.ContainsKey(file)))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

bool onlyLists = args.Contains("--list");
string[] chosen = files.Length > 0 ? files : [.. tests.Keys];
var equivalents = Equivalents.Read(Path.Combine(root, "Scheduler.Tests", "Mutants", "Equivalents.txt"));
string suite = CopySuite();
int killed = 0;
int survived = 0;
int equal = 0;
foreach (string file in chosen)
{
    var library = Library.Of(file, root, suite);
    SyntaxTree tree = library.TreeOf(Path.Combine(root, "Scheduler", file.Replace('/', Path.DirectorySeparatorChar)));
    Mutant[] mutants = [.. Mutant.AllOf(tree)];
    equivalents.Match(file, mutants);
    var run = new SuiteProcess(suite, tests[file]);
    if (!onlyLists)
    {
        library.Compile();
    }

    if (!onlyLists && !run.Passes())
    {
        Console.Error.WriteLine($"The tests of {file} do not pass without a mistake either.");
        return 2;
    }

    foreach (Mutant mutant in mutants.Where(mutant => IsAskedFor(file, mutant.Line)))
    {
        if (onlyLists)
        {
            Console.WriteLine($"{file}:{mutant.Line}: {mutant.Text}");
        }
        else if (library.TryCompile(tree, mutant.Tree))
        {
            Count(file, mutant, run.Passes());
        }
    }

    if (!onlyLists)
    {
        // What comes next finds it as it is.
        library.Compile();
    }
}

Directory.Delete(suite, recursive: true);
if (!onlyLists)
{
    Console.WriteLine($"{killed} of {killed + survived} mutants are noticed ({100.0 * killed / Math.Max(killed + survived, 1):F0} %), {equal} equivalent ones not counted.");
}

string[] wrong = [.. equivalents.Wrong(chosen)];
Array.ForEach(wrong, Console.Error.WriteLine);
return wrong.Length == 0 ? 0 : 1;

bool IsAskedFor(string file, int line) => places.Length == 0 || places.Contains(file) || places.Contains($"{file}:{line}");

void Count(string file, Mutant mutant, bool survives)
{
    string told = $"{file}:{mutant.Line}: {mutant.Text}";
    if (equivalents.Of(mutant) is { } equivalent)
    {
        equal++;
        equivalent.IsNoticed = !survives;
        Console.WriteLine($"equal:    {told}{Environment.NewLine}          {equivalent.Reason}");
    }
    else if (survives)
    {
        survived++;
        Console.WriteLine($"survives: {told}{Environment.NewLine}          {mutant.Place}");
    }
    else
    {
        killed++;
        Console.WriteLine($"noticed:  {told}");
    }
}

// Below the repository, which its tests look for upwards of where they stand; and this program with it, as they look for files beside it.
string CopySuite()
{
    string copy = Path.Combine(root, "artifacts", "mutants", $"{Environment.ProcessId}");
    CopyFiles(Path.Combine(root, "Scheduler.Tests", "bin", "net10.0", "Debug", "net10.0"), copy);
    CopyFiles(AppContext.BaseDirectory, copy);
    return copy;
}

static void CopyFiles(string from, string to)
{
    foreach (string path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
    {
        string target = Path.Combine(to, Path.GetRelativePath(from, path));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(path, target, overwrite: true);
    }
}

static string FindRoot()
{
    for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        if (File.Exists(Path.Combine(folder.FullName, "Coroutines.slnx")))
        {
            return folder.FullName;
        }
    }

    throw new InvalidOperationException($"No Coroutines.slnx above {AppContext.BaseDirectory}.");
}
