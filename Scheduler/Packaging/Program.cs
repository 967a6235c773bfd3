namespace Coroutines.Packaging;

/// <summary>What the Cake target Pack needs beside <c>dotnet pack</c>.</summary>
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
                Site.Write(root, site, repository);
                return 0;
            case ["icon", var file]:
                File.WriteAllBytes(file, Icon.Draw());
                return 0;
            case ["check", var folder, var root]:
                return PackageCheck.Run(folder, root);
            default:
                Console.Error.WriteLine("docs <assembly> <xml> | notes <changelog> <file> | readme <page> <its folder> <repository> <file> | site <root> <folder> <repository> | icon <file> | check <folder of packages> <root of the repository>");
                return 2;
        }
    }
}
