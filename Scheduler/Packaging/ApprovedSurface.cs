using System.Reflection;
using System.Runtime.Loader;
using PublicApiGenerator;

namespace Coroutines.Packaging;

/// <summary>The public surface of an assembly as text, to be compared with the tracked file that says what it is meant to be.</summary>
internal static class ApprovedSurface
{
    // What .NET Standard has no types for.
    private static readonly string[] _newer = ["System.IO.Pipelines", "PosixSignal", "SignalReader", "TlsCipherSuite", "PrintsTasksOnQuit", "TracesTasks"];

    /// <summary>In which lines the surface of an assembly that was built in the repository is not what a tracked file says.</summary>
    /// <remarks>With <c>COROUTINES_APPROVE=1</c> in the environment, what was built becomes the file.</remarks>
    /// <param name="assembly">The assembly.</param>
    /// <param name="file">The file, from the repository's root.</param>
    /// <param name="types">As for the surface itself.</param>
    /// <returns>Null if it is as it says.</returns>
    internal static string? FaultOf(Assembly assembly, string file, Type[]? types = null)
    {
        string path = Path.Combine(RepositoryRoot.Above(AppContext.BaseDirectory), file);
        string actual = Of(assembly, types);
        if (Environment.GetEnvironmentVariable("COROUTINES_APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        bool isForNetStandard = assembly.GetType("Coroutines.Scheduler") is not null && assembly.GetType("Coroutines.SignalReader") is null;
        string approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        approved = isForNetStandard ? ForNetStandard(approved) : approved;
        return actual == approved
            ? null
            : $"The public surface is not what {file} says (- approved, + built):\n\n{LineDiff.Between(approved, actual)}\n"
                + "If the change is meant, run the tests once with COROUTINES_APPROVE=1 and commit the file.";
    }

    /// <summary>The surface of an assembly.</summary>
    /// <remarks>
    /// Both builds of the library offer the same one; only the attributes of the assembly tell them apart, those that netstandard2.1 lacks and that
    /// the library or the compiler therefore brings along, and what <see cref="ForNetStandard"/> leaves out.
    /// </remarks>
    /// <param name="assembly">The assembly, loaded from a file.</param>
    /// <param name="types">Those that are looked at, of an assembly that holds others too; else all.</param>
    internal static string Of(Assembly assembly, Type[]? types = null)
    {
        ApiGeneratorOptions options = new()
        {
            IncludeAssemblyAttributes = false,
            IncludeTypes = types,
            DenyNamespacePrefixes = [], // an extension stands where its users look for it, such as in Microsoft.Extensions.DependencyInjection
            ExcludeAttributes =
            [
                // What a debugger shows is none of it.
                "System.Diagnostics.DebuggerDisplayAttribute",
                "System.Diagnostics.DebuggerTypeProxyAttribute",
                "System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute",
                "System.Runtime.CompilerServices.ParamCollectionAttribute",
                "System.Runtime.CompilerServices.ScopedRefAttribute",
            ],
        };
        return assembly.GeneratePublicApi(options).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>The surface of an assembly in a file, which is looked at and not run.</summary>
    internal static string Of(string file)
    {
        var context = new AssemblyLoadContext("looked at", isCollectible: true);
        string surface = Of(context.LoadFromAssemblyPath(Path.GetFullPath(file)));
        context.Unload();
        return surface;
    }

    /// <summary>What of the approved surface the build for .NET Standard has: without the members and types that speak of what is newer.</summary>
    internal static string ForNetStandard(string approved)
    {
        var kept = new List<string>();
        bool isInNewer = false;
        foreach (string line in approved.Split('\n'))
        {
            isInNewer |= line.StartsWith("    public sealed class SignalReader", StringComparison.Ordinal);
            if (!isInNewer && !_newer.Any(line.Contains))
            {
                kept.Add(line);
            }

            isInNewer &= line != "    }";
        }

        return string.Join('\n', kept);
    }
}
