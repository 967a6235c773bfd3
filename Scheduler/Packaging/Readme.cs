using System.Text.RegularExpressions;

namespace Coroutines.Packaging;

/// <summary>A page of the repository as a package page shows it: without comments, and with links that lead somewhere.</summary>
internal static partial class Readme
{
    // With a host: without one, the first folder would be taken for it.
    private static readonly Uri _root = new("file://repository/");

    /// <summary>The page as others show it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="folder">Where it stands, from the repository's root.</param>
    /// <param name="repository">The address of the repository.</param>
    /// <param name="isNear">Which files, from the root, are shown beside the page: links to them stay.</param>
    internal static string Of(string page, string folder, string repository, Func<string, bool>? isNear = null)
    {
        string text = Comment().Replace(page.ReplaceLineEndings("\n"), "");
        return CodeOrLink().Replace(text, found =>
        {
            if (!IsRelative(found, out string target))
            {
                return found.Value;
            }

            string file = Resolve(folder, target);
            return isNear?.Invoke(WithoutAnchor(file)) == true ? found.Value : $"]({repository.TrimEnd('/')}/blob/main/{file})";
        });
    }

    /// <summary>What the relative links of a page lead to: files and folders, from the repository's root.</summary>
    /// <param name="page">The page.</param>
    /// <param name="folder">Where it stands, from the repository's root.</param>
    internal static IEnumerable<string> LinksOf(string page, string folder)
    {
        foreach (Match found in CodeOrLink().Matches(page.ReplaceLineEndings("\n")))
        {
            if (IsRelative(found, out string target))
            {
                yield return WithoutAnchor(Resolve(folder, target));
            }
        }
    }

    // Code may look like a link, and #anchor leads into the page itself.
    private static bool IsRelative(Match found, out string target)
    {
        target = found.Groups["target"].Value;
        return target.Length > 0 && target[0] != '#';
    }

    private static string WithoutAnchor(string file) => file.Split('#')[0];

    private static string Resolve(string folder, string target)
    {
        var resolved = new Uri(new Uri(_root, folder.Length == 0 ? "" : $"{folder}/"), target);
        return resolved.AbsolutePath.TrimStart('/') + resolved.Fragment;
    }

    [GeneratedRegex(@"^<!--.*?-->\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?<fence>`{3,})(?s:.*?)^\k<fence>[ ]*$|`[^`\n]+`|\]\((?<target>(?!\w+:)[^()\s]+)\)", RegexOptions.Multiline)]
    private static partial Regex CodeOrLink();
}
