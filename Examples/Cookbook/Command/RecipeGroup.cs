namespace Coroutines.Examples.Cookbook.Command;

/// <summary>What a recipe is looked for: the sections of the index.</summary>
internal enum RecipeGroup
{
    Servers,
    Patterns,
    Games,
    Testing,
}
