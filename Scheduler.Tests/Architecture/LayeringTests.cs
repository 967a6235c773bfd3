using Microsoft.CodeAnalysis;

namespace Coroutines.Tests.Architecture;

/// <summary>
/// Dependencies point one way, from the bottom of ARCHITECTURE's list of folders to its top. Looked at is what the compiler binds: types,
/// members, and so the parts that the scheduler hands out as well.
/// </summary>
public sealed class LayeringTests
{
    private const string Facade = "Scheduler";

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

    // Everybody reports errors, and the report of one says which task it is about.
    private static readonly string[] _forEverybody = ["Reporting"];

    // A part of the scheduler belongs to the layer of its class. Beside what its users may ask of it, these are all that those below may.
    private static readonly HashSet<string> _allowedCalls =
    [
        "CurrentOrNull", "IsRunningHere", "IsDebug", "TracksReuse", "Describe", "VerifyThread", "VerifyAccess", "VerifyNotDisposed",
        "VerifyMayBeginEagerly", "BeginEagerly",
    ];

    // Not kept: a fixture lives as long as the run.
    private static LibraryModel Library => LibraryModel.Shared;

    [Test]
    public void Folder_IsOneOfTheLayers() =>
        Library.Uses.Select(static use => use.Folder).Distinct().Where(static folder => LayerOf(folder) is null && !_forEverybody.Contains(folder))
            .ShouldBeNone("Say in LayeringTests, and in ARCHITECTURE, where a new folder stands.");

    [Test]
    public void Layer_UsesNothingOfALayerAboveIt() =>
        (from use in Library.Uses
         where !_forEverybody.Contains(use.Folder)
         let home = HomeOf(use.Symbol)
         where home is not null && LayerOf(home) > LayerOf(use.Folder)
         select $"{use.Place}: {use.Folder} uses {use.Symbol.ContainingType?.Name}.{use.Symbol.Name}, which belongs to {home}")
        .ShouldBeNone("A lower layer may not know a higher one. Move the code up, or let the higher layer hand itself down through an abstraction.");

    [Test]
    public void Scheduler_IsAskedForNothingButWhatIsListed() =>
        (from use in Library.Uses
         where LayerOf(use.Folder) < LayerOf("Running") && IsMemberOfTheFacade(use.Symbol) && PartOf(use.Symbol) is null
         where use.Symbol.DeclaredAccessibility != Accessibility.Public && !_allowedCalls.Contains(use.Symbol.Name)
         select $"{use.Place}: {use.Symbol.Name}")
        .ShouldBeNone("The scheduler is what its users see. What stands below it asks its parts, or one of the few members that this test lists.");

    [Test]
    public void AllowedCall_IsMade() =>
        _allowedCalls.Except(Library.Uses.Where(static use => IsMemberOfTheFacade(use.Symbol) && use.Folder != "Running").Select(static use => use.Symbol.Name))
            .ShouldBeNone("Nobody asks for it any more: take it from the list.");

    [Test]
    public void Scheduler_HasFewMembersThatItsUsersDoNotSee()
    {
        ISymbol[] hidden = [.. Library.TypeOf(Facade).GetMembers().Where(static member =>
            !member.IsImplicitlyDeclared && member.Name is not ("DebuggerDisplay" or "DebugView") && member.DeclaredAccessibility != Accessibility.Public && member is not IMethodSymbol { AssociatedSymbol: not null })];

        hidden.Length.ShouldBeLessThanOrEqualTo(60, "A part of the scheduler is an object of its own, and has a constructor that names what it needs.");
        hidden.OfType<IFieldSymbol>().ShouldAllBe(static field => field.DeclaredAccessibility == Accessibility.Private);
    }

    [Test]
    public void Scheduler_StandsInOneFolder() =>
        Library.TypeOf(Facade).Locations.Select(static location => location.SourceTree!.FilePath)
            .Where(static path => !path.StartsWith("Scheduler/Running/", StringComparison.Ordinal))
            .ShouldBeNone("A layer that goes on with the class of the scheduler can touch all of it.");

    /// <summary>The folder that decides whether somebody may use a type or member; null where everybody may.</summary>
    private static string? HomeOf(ISymbol symbol)
    {
        if (IsMemberOfTheFacade(symbol) || symbol is INamedTypeSymbol { Name: Facade })
        {
            return PartOf(symbol) is { } part ? LibraryModel.FolderOf(part) : null;
        }

        return LibraryModel.FolderOf(symbol);
    }

    private static bool IsMemberOfTheFacade(ISymbol symbol) => symbol.ContainingType is { Name: Facade, ContainingType: null };

    private static ITypeSymbol? PartOf(ISymbol symbol) =>
        symbol is IPropertySymbol { DeclaredAccessibility: Accessibility.Internal, IsStatic: false, Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type }
        && LibraryModel.FolderOf(type) is not null && !_allowedCalls.Contains(symbol.Name)
            ? type
            : null;

    private static int? LayerOf(string folder) =>
        Array.FindIndex(_layersFromTheBottom, layer => layer.Contains(folder)) is >= 0 and var layer ? layer : null;
}
