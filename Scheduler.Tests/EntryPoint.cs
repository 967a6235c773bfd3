using Coroutines.Tests.Conformance.Differential;
using Coroutines.Tests.Fuzzing;
using Coroutines.Tests.Streams;

namespace Coroutines.Tests;

/// <summary>The way in for the targets Differential and Fuzz of build.cake, and for what a test runs in a process of its own.</summary>
internal static class EntryPoint
{
    private static int Main(string[] arguments) => arguments switch
    {
        ["fuzz", .. var rest] => FuzzRun.Run(rest),
        [CrowdedServerProgram.Name, var kind] => CrowdedServerProgram.Run(Enum.Parse<SelectorKind>(kind)),
        _ => DifferentialRun.Run(arguments),
    };
}
