using Coroutines.Mutants;
using Microsoft.CodeAnalysis;

// Puts one mistake after another into the core of the library, and runs the tests that are about it: one of them has to fail. What
// survives is either no mistake, since nobody can tell the difference, or a test that is missing.
const string Usage = "usage: Mutants [--list] [FILE[:LINE] ...]: the files are named from the folder of the library, such as Sync/Waiter.cs";

// The tests that are about a file: how the names of their classes begin. They run in this order, the nearest first, as one that fails is
// enough.
Dictionary<string, string[]> tests = new()
{
    ["Sync/WaiterQueue.cs"] = ["Sync", "Queues", "Races"],
    ["Sync/Waiter.cs"] = ["Sync", "Queues", "Races"],
    ["Timers/TimerQueue.cs"] = ["Timers.Timer", "Timers.CallLater", "Pausing"],
    ["Timers/TimerSegment.cs"] = ["Timers.Timer", "Timers.CallLater", "Pausing"],
    ["Timers/TimerHeap.cs"] = ["Timers.Timer", "Timers.CallLater", "Pausing"],
    ["Awaiting/Transitions.cs"] = ["Awaiting.Transitions", "Awaiting.Future", "Tasks.CoTask"],
    ["Combinators/CoTimeout.cs"] = ["Combinators", "Conformance.Timeouts"],
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
string libraryPath = Path.Combine(suite, "Coroutines.dll");
var library = new Library(root);
int killed = 0;
int survived = 0;
int equal = 0;
foreach (string file in chosen)
{
    SyntaxTree tree = library.TreeOf(Path.Combine(root, "Scheduler", file.Replace('/', Path.DirectorySeparatorChar)));
    Mutant[] mutants = [.. Mutant.AllOf(tree)];
    equivalents.Match(file, mutants);
    var run = new SuiteProcess(suite, tests[file]);
    if (!onlyLists && (!library.TryCompile(tree, tree, libraryPath) || !run.Passes()))
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
        else if (library.TryCompile(tree, mutant.Tree, libraryPath))
        {
            Count(file, mutant, run.Passes());
        }
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
