using System.Text.RegularExpressions;

namespace Coroutines.Packaging;

/// <summary>A page of the repository as a package page shows it: without comments, and with links that lead somewhere.</summary>
internal static partial class Readme
{
    // With a host: without one, the first folder would be taken for it.
    private static readonly Uri _root = new("file://repository/");

    /// <param name="page">The page.</param>
    /// <param name="folder">Where it stands, from the repository's root.</param>
    /// <param name="repository">The address of the repository.</param>
    /// <param name="isNear">Which files, from the root, are shown beside the page: links to them stay.</param>
    internal static string Of(string page, string folder, string repository, Func<string, bool>? isNear = null)
    {
        string text = Comment().Replace(page.ReplaceLineEndings("\n"), "");
        return RelativeLink().Replace(text, link =>
        {
            string target = link.Groups["target"].Value;
            string file = Resolve(folder, target);
            return target.StartsWith('#') || isNear?.Invoke(file.Split('#')[0]) == true ? link.Value : $"]({repository}/blob/main/{file})";
        });
    }

    private static string Resolve(string folder, string target) =>
        new Uri(new Uri(_root, folder.Length == 0 ? "" : $"{folder}/"), target) is { } resolved
            ? resolved.AbsolutePath.TrimStart('/') + resolved.Fragment
            : target;

    [GeneratedRegex(@"^<!--.*?-->\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\]\((?<target>(?!\w+:)[^()\s]+)\)")]
    private static partial Regex RelativeLink();
}
