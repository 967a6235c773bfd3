namespace Coroutines.Examples.Cookbook.Command;

/// <summary>One recipe of the list.</summary>
/// <param name="Name">What it is started by, and the name of its page.</param>
/// <param name="Group">The section of the index.</param>
/// <param name="Summary">What it does, in half a sentence.</param>
/// <param name="Make">Makes it anew for each run.</param>
internal sealed record RecipeEntry(string Name, RecipeGroup Group, string Summary, Func<Recipe> Make)
{
    /// <summary>Its name is that of the class: <c>RateLimit</c> is <c>rate-limit</c>.</summary>
    internal static RecipeEntry Of<TRecipe>(RecipeGroup group, string summary)
        where TRecipe : Recipe, new() =>
        new(NameOf(typeof(TRecipe).Name), group, summary, static () => new TRecipe());

    private static string NameOf(string type) =>
        string.Concat(type.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{letter}" : $"{letter}")).ToLowerInvariant();
}
