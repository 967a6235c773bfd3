using System.Text.RegularExpressions;

namespace Coroutines.Packaging;

/// <summary>The pages of the repository as docfx takes them: links to code lead to the repository.</summary>
/// <remarks>
/// Those in <c>.github</c> are no pages of the site: they are about the repository, which shows them where they are needed, and links to them lead there.
/// </remarks>
internal static partial class Site
{
    // Those of the packages say again what the README says.
    private const string OfPackages = "PACKAGE.md";

    private const string Pictures = "Scheduler/Site/pictures";

    private static readonly string[] _built = ["bin", "obj", "artifacts"];

    /// <summary>Writes the pages into a folder.</summary>
    /// <returns>The links that lead to no file of the repository, each in a sentence.</returns>
    internal static IReadOnlyList<string> Write(string root, string site, string repository)
    {
        HashSet<string> pages = [.. PagesBelow(new DirectoryInfo(root), root), "LICENSE"];
        HashSet<string> near = [.. pages, .. PicturesIn(root)];
        List<string> broken = [];
        foreach (string page in pages)
        {
            string text = File.ReadAllText(Path.Combine(root, page));
            string folder = Path.GetDirectoryName(page)!.Replace('\\', '/');
            broken.AddRange(Readme.LinksOf(text, folder).Where(link => !Path.Exists(Path.Combine(root, link)))
                .Select(link => $"{page} has a link to {link}, which is no file of the repository."));
            string target = Path.Combine(site, page == "LICENSE" ? "LICENSE.md" : page);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, LinkToLicence().Replace(Readme.Of(text, folder, repository, near.Contains), "$0.md"));
        }

        foreach (string picture in near.Except(pages))
        {
            Directory.CreateDirectory(Path.Combine(site, Pictures));
            File.Copy(Path.Combine(root, picture), Path.Combine(site, picture), overwrite: true);
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "Scheduler/Site")))
        {
            File.Copy(file, Path.Combine(site, Path.GetFileName(file)), overwrite: true);
        }

        File.Copy(Path.Combine(root, "Scheduler/Packaging/icon.png"), Path.Combine(site, "icon.png"), overwrite: true);
        return broken;
    }

    // From any folder, and nowhere else.
    [GeneratedRegex(@"(?<=\]\()(\.\./)*LICENSE(?=\))")]
    private static partial Regex LinkToLicence();

    private static IEnumerable<string> PicturesIn(string root) => Directory.Exists(Path.Combine(root, Pictures))
        ? Directory.EnumerateFiles(Path.Combine(root, Pictures)).Select(static file => $"{Pictures}/{Path.GetFileName(file)}")
        : [];

    private static IEnumerable<string> PagesBelow(DirectoryInfo folder, string root) =>
        folder.EnumerateFiles("*.md").Where(static file => file.Name != OfPackages && !file.Name.StartsWith("AnalyzerReleases", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories()
                .Where(static child => !child.Name.StartsWith('.') && !_built.Contains(child.Name))
                .SelectMany(child => PagesBelow(child, root)));
}
