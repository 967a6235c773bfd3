using Microsoft.CodeAnalysis;

namespace Coroutines.Tests.Architecture;

/// <summary>Which folder of the library stands in which layer.</summary>
internal static class Layers
{
    internal const string Facade = "Scheduler";

    private const string FolderOfTheFacade = "Running";

    // Where several stand together, they know each other.
    private static readonly string[][] _layersFromTheBottom =
    [
        ["Polyfills"], ["Platform"], ["Errors"], ["Ready"], ["Timers"], ["Loop"], ["Frames"],

        // An awaitable, and the task that awaits it.
        ["Awaiting", "Tasks"],
        ["Combinators"], ["Groups"], ["Sync"], ["Queues"], ["Pausing"], ["Threads"], ["Signals"], ["IO"],

        // A stream may go on with TLS, which is a conduit of streams; and what is sent without a connection goes through the same network.
        ["Streams", "Tls", "Datagrams"], ["Processes"],
        ["Diagnostics"], ["Tracing"], ["Metrics"], ["Running"], ["Multicore", "Dashboard"], ["Testing"], ["Simulation"],
    ];

    private static readonly Dictionary<string, int> _layers =
        _layersFromTheBottom.SelectMany(static (folders, layer) => folders.Select(folder => (folder, layer))).ToDictionary();

    // Everybody reports errors, and the report of one says which task it is about.
    private static readonly string[] _forEverybody = ["Reporting"];

    /// <summary>A part of the scheduler belongs to the layer of its class. Beside what its users may ask of it, these are all that those below may.</summary>
    internal static IReadOnlyList<string> AllowedCalls { get; } =
    [
        "CurrentOrNull", "IsRunningHere", "IsDebug", "TracksReuse", "Describe", "VerifyThread", "VerifyAccess", "VerifyNotDisposed",
        "VerifyMayBeginEagerly", "BeginEagerly",
    ];

    internal static bool IsKnown(string folder) => LayerOf(folder) is not null || _forEverybody.Contains(folder);

    /// <summary>Whether a rule has anything to say where code of a folder mentions this type or member.</summary>
    internal static bool Concern(string folder, ISymbol symbol) => IsAbove(folder, symbol) || (IsBelowTheFacade(folder) && IsMemberOfTheFacade(symbol));

    /// <summary>Whether a type or member belongs to a layer above a folder's.</summary>
    internal static bool IsAbove(string folder, ISymbol symbol) => HomeOf(symbol) is { } home && LayerOf(home) > LayerOf(folder);

    internal static bool IsBelowTheFacade(string folder) => LayerOf(folder) < LayerOf(FolderOfTheFacade);

    /// <summary>The folder that decides whether somebody may use a type or member; null where everybody may.</summary>
    internal static string? HomeOf(ISymbol symbol)
    {
        if (IsMemberOfTheFacade(symbol) || symbol is INamedTypeSymbol { Name: Facade })
        {
            return PartOf(symbol) is { } part ? LibraryModel.FolderOf(part) : null;
        }

        return LibraryModel.FolderOf(symbol);
    }

    internal static bool IsMemberOfTheFacade(ISymbol symbol) => symbol.ContainingType is { Name: Facade, ContainingType: null };

    internal static ITypeSymbol? PartOf(ISymbol symbol) =>
        symbol is IPropertySymbol { DeclaredAccessibility: Accessibility.Internal, IsStatic: false, Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type }
        && LibraryModel.FolderOf(type) is not null && !AllowedCalls.Contains(symbol.Name)
            ? type
            : null;

    private static int? LayerOf(string folder) => _layers.TryGetValue(folder, out int layer) ? layer : null;
}
