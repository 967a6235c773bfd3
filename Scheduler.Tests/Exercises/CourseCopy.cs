using Coroutines.Packaging;

namespace Coroutines.Tests.Exercises;

/// <summary>Some exercises of the course in a folder of their own, to be worked on.</summary>
internal sealed class CourseCopy : IDisposable
{
    private static readonly string _original = Path.Combine(RepositoryRoot.Above(AppContext.BaseDirectory), "Examples", "Exercises");

    private readonly TemporaryFolder _folder = new();

    internal CourseCopy(params int[] numbers)
    {
        File.Copy(Path.Combine(_original, "Exercises.csproj"), _folder.File("Exercises.csproj"));
        Copy("Support", "");
        foreach (string folder in new[] { "Course", "Solutions", "Starts", "Mistakes", "Alternatives" })
        {
            Copy(folder, "", numbers);
        }

        Course = In(Language.English);
    }

    /// <summary>The course as it is in the repository.</summary>
    internal static IReadOnlyList<Exercise> Original => Exercise.FindAll(_original, Language.English);

    internal static string OriginalRoot => _original;

    internal string Root => _folder.Path;

    internal IReadOnlyList<Exercise> Course { get; }

    internal IReadOnlyList<Exercise> In(Language language) => Exercise.FindAll(Root, language);

    internal Exercise this[int number] => Course.Single(exercise => exercise.Number == number);

    internal void Solve(int number) => File.Copy(this[number].SolutionPath, this[number].EditPath, overwrite: true);

    internal void Edit(int number, string old, string replacement)
    {
        string text = File.ReadAllText(this[number].EditPath);
        text.ShouldContain(old);
        File.WriteAllText(this[number].EditPath, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>Gives the command, in this process, and what it has printed.</summary>
    internal (int ExitCode, string Output) Run(params string[] arguments) => Run(Language.English, arguments);

    internal (int ExitCode, string Output) Run(Language? language, params string[] arguments)
    {
        using StringWriter output = new();
        int exitCode = CommandLine.Run(new LanguageChoice(language, arguments), output, Root);
        return (exitCode, output.ToString());
    }

    /// <summary>The command as a program of its own, which finds this course above itself.</summary>
    internal string InstallProgram()
    {
        string folder = Directory.CreateDirectory(_folder.File("bin")).FullName;
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return Path.Combine(folder, "Exercises.dll");
    }

    public void Dispose() => _folder.Dispose();

    private void Copy(string folder, string below, int[]? numbers = null)
    {
        DirectoryInfo source = new(Path.Combine(_original, folder, below));
        DirectoryInfo target = Directory.CreateDirectory(Path.Combine(Root, folder, below));
        foreach (FileInfo file in source.EnumerateFiles().Where(file => numbers is null || IsOf(file.Name)))
        {
            file.CopyTo(Path.Combine(target.FullName, file.Name));
        }

        foreach (DirectoryInfo child in source.EnumerateDirectories().Where(child => numbers is null || IsOf(child.Name)))
        {
            Copy(folder, Path.Combine(below, child.Name));
        }

        bool IsOf(string name) => numbers.Any(number => name.StartsWith($"{number:00}-", StringComparison.Ordinal));
    }
}
