using Microsoft.CodeAnalysis;

namespace Coroutines.Tests.Architecture;

/// <summary>
/// Dependencies point one way, from the bottom of ARCHITECTURE's list of folders to its top. Looked at is what the compiler binds: types,
/// members, and so the parts that the scheduler hands out as well.
/// </summary>
public sealed class LayeringTests
{
    // Not kept: a fixture lives as long as the run.
    private static LibraryModel Library => LibraryModel.Shared;

    private static IEnumerable<LibraryModel.Use> CallsFromBelow =>
        Library.Uses.Where(static use => Layers.IsBelowTheFacade(use.Folder) && Layers.IsMemberOfTheFacade(use.Symbol));

    [Test]
    public void Folder_IsOneOfTheLayers() =>
        Library.Folders.Where(static folder => !Layers.IsKnown(folder))
            .ShouldBeNone("Say in Layers, and in ARCHITECTURE, where a new folder stands.");

    [Test]
    public void Layer_UsesNothingOfALayerAboveIt() =>
        (from use in Library.Uses
         where Layers.IsAbove(use.Folder, use.Symbol)
         select $"{use.Place}: {use.Folder} uses {use.Symbol.ContainingType?.Name}.{use.Symbol.Name}, which belongs to {Layers.HomeOf(use.Symbol)}")
        .ShouldBeNone("A lower layer may not know a higher one. Move the code up, or let the higher layer hand itself down through an abstraction.");

    [Test]
    public void Scheduler_IsAskedForNothingButWhatIsListed() =>
        (from use in CallsFromBelow
         where Layers.PartOf(use.Symbol) is null
         where use.Symbol.DeclaredAccessibility != Accessibility.Public && !Layers.AllowedCalls.Contains(use.Symbol.Name)
         select $"{use.Place}: {use.Symbol.Name}")
        .ShouldBeNone("The scheduler is what its users see. What stands below it asks its parts, or one of the few members that Layers lists.");

    [Test]
    public void AllowedCall_IsMade() =>
        Layers.AllowedCalls.Except(CallsFromBelow.Select(static use => use.Symbol.Name))
            .ShouldBeNone("Nobody asks for it any more: take it from the list.");

    [Test]
    public void Scheduler_HasFewMembersThatItsUsersDoNotSee()
    {
        ISymbol[] hidden = [.. Library.TypeOf(Layers.Facade).GetMembers().Where(static member =>
            !member.IsImplicitlyDeclared && member.Name is not ("DebuggerDisplay" or "DebugView") && member.DeclaredAccessibility != Accessibility.Public && member is not IMethodSymbol { AssociatedSymbol: not null })];

        hidden.Length.ShouldBeLessThanOrEqualTo(60, "A part of the scheduler is an object of its own, and has a constructor that names what it needs.");
        hidden.OfType<IFieldSymbol>().ShouldAllBe(static field => field.DeclaredAccessibility == Accessibility.Private);
    }

    [Test]
    public void Scheduler_StandsInOneFolder() =>
        Library.TypeOf(Layers.Facade).Locations.Select(static location => location.SourceTree!.FilePath)
            .Where(static path => !path.StartsWith("Scheduler/Running/", StringComparison.Ordinal))
            .ShouldBeNone("A layer that goes on with the class of the scheduler can touch all of it.");
}
