namespace Coroutines.Packaging;

/// <summary>The pages of the repository as docfx takes them: links to code lead to the repository.</summary>
internal static class Site
{
    // Those of the packages say again what the README says.
    private const string OfPackages = "PACKAGE.md";

    private static readonly string[] _built = ["bin", "obj", "artifacts"];

    internal static void Write(string root, string site, string repository)
    {
        HashSet<string> pages = [.. PagesBelow(new DirectoryInfo(root), root), "LICENSE"];
        foreach (string page in pages)
        {
            string target = Path.Combine(site, page == "LICENSE" ? "LICENSE.md" : page);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            string text = Readme.Of(File.ReadAllText(Path.Combine(root, page)), Path.GetDirectoryName(page)!.Replace('\\', '/'), repository, pages.Contains);
            File.WriteAllText(target, text.Replace("(LICENSE)", "(LICENSE.md)", StringComparison.Ordinal));
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "Scheduler/Site")))
        {
            File.Copy(file, Path.Combine(site, Path.GetFileName(file)), overwrite: true);
        }

        File.Copy(Path.Combine(root, "Scheduler/Packaging/icon.png"), Path.Combine(site, "icon.png"), overwrite: true);
    }

    private static IEnumerable<string> PagesBelow(DirectoryInfo folder, string root) =>
        folder.EnumerateFiles("*.md").Where(static file => file.Name != OfPackages && !file.Name.StartsWith("AnalyzerReleases", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories()
                .Where(static child => !child.Name.StartsWith('.') && !_built.Contains(child.Name))
                .SelectMany(child => PagesBelow(child, root)));
}
