namespace Coroutines.Packaging;

/// <summary>What the Cake targets Pack and Docs need beside <c>dotnet pack</c> and docfx.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["docs", var assembly, var documentation]:
                PublicDocumentation.Strip(assembly, documentation);
                return 0;
            case ["notes", var changelog, var notes]:
                File.WriteAllText(notes, ReleaseNotes.Of(File.ReadAllText(changelog)));
                return 0;
            case ["readme", var page, var folder, var repository, var readme]:
                File.WriteAllText(readme, Readme.Of(File.ReadAllText(page), folder, repository));
                return 0;
            case ["site", var root, var site, var repository]:
                return Told(Site.Write(root, site, repository), "The pages are written, and their links lead to files.");
            case ["unity", var root, var folder, var version, var repository]:
                return Told(UnityFolder.Write(root, folder, version, repository), "The folder for Unity is written, with the dlls that the page names.");
            case ["icon", var file]:
                File.WriteAllBytes(file, Icon.Draw());
                return 0;
            case ["check", var folder, var root]:
                return Told(PackageCheck.OfAll(folder, root, Console.WriteLine), "The packages are as they should be.");
            default:
                Console.Error.WriteLine("docs <assembly> <xml> | notes <changelog> <file> | readme <page> <its folder> <repository> <file> | site <root> <folder> <repository> | unity <root> <folder> <version> <repository> | icon <file> | check <folder of packages> <root of the repository>");
                return 2;
        }
    }

    // The exit code: 0 if all is well.
    private static int Told(IReadOnlyList<string> faults, string praise)
    {
        foreach (string fault in faults)
        {
            Console.Error.WriteLine(fault);
        }

        Console.WriteLine(faults.Count == 0 ? praise : $"{faults.Count} faults.");
        return faults.Count == 0 ? 0 : 1;
    }
}
