namespace Coroutines.Tests.Architecture;

/// <summary>Dependencies point one way: Testing → Games → Queues → Sync → Groups → Waiting → Tasks → Frames → Loop.</summary>
public sealed class LayeringTests
{
    private static readonly string[] _layersFromTheBottom = ["Loop", "Frames", "Tasks", "Waiting", "Groups", "Sync", "Queues", "Games"];

    [Test]
    public void Layer_MentionsNoTypeOfALayerAboveIt()
    {
        SourceFile[][] layers = [.. _layersFromTheBottom.Select(layer => SourceFile.Below($"Scheduler/{layer}").ToArray())];
        Dictionary<string, int> layerOfType = FindLayerOfEachType(layers);

        IEnumerable<string> violations =
            from layer in Enumerable.Range(0, layers.Length)
            from file in layers[layer]
            from mention in file.MentionedNames()
            where layerOfType.TryGetValue(mention.Name, out int home) && home > layer
            select $"{mention.Place}: {_layersFromTheBottom[layer]} mentions {mention.Name}, "
                + $"which belongs to {_layersFromTheBottom[layerOfType[mention.Name]]}";

        violations.ShouldBeNone(
            "A lower layer may not know a higher one. Move the code up (a partial class may go on in the higher folder), "
            + "or let the higher layer hand itself down through an abstraction.");
    }

    [Test]
    public void TestKit_IsMentionedNowhereElseInTheLibrary()
    {
        HashSet<string> kit = [.. SourceFile.Below("Scheduler/Testing")
            .Where(file => file.DeclaredTypes() is [var type] && file.Path == $"Scheduler/Testing/{type}.cs")
            .SelectMany(file => file.DeclaredTypes())];

        kit.ShouldContain("TestScheduler");
        SourceFile.Below("Scheduler")
            .Where(file => !file.Path.StartsWith("Scheduler/Testing/", StringComparison.Ordinal) && !file.Path.StartsWith("Scheduler/NUnit/", StringComparison.Ordinal))
            .SelectMany(file => file.MentionedNames().Where(mention => kit.Contains(mention.Name)))
            .Select(mention => $"{mention.Place}: {mention.Name}")
            .ShouldBeNone("The test kit stands on top of all layers: nothing that is not a test may need it.");
    }

    /// <summary>A partial type spread over several folders belongs to the folder of the file that bears exactly its name.</summary>
    private static Dictionary<string, int> FindLayerOfEachType(SourceFile[][] layers) =>
        (from layer in Enumerable.Range(0, layers.Length)
         from file in layers[layer]
         from type in file.DeclaredTypes()
         let isHome = file.Path.EndsWith($"/{type}.cs", StringComparison.Ordinal)
         orderby isHome descending, layer
         group layer by type)
        .ToDictionary(homes => homes.Key, homes => homes.First());
}
