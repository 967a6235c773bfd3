using Coroutines.Tests.Conformance.Differential;
using Coroutines.Tests.Fuzzing;

namespace Coroutines.Tests;

/// <summary>The way in for the targets Differential and Fuzz of build.cake; the suite needs none.</summary>
internal static class EntryPoint
{
    private static int Main(string[] arguments) => arguments is ["fuzz", .. var rest] ? FuzzRun.Run(rest) : DifferentialRun.Run(arguments);
}
