namespace Coroutines.Exercises.Command;

/// <summary>Where the course is, found upwards of the program.</summary>
internal static class CourseFolder
{
    internal static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Exercises.csproj")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no Exercises.csproj above {AppContext.BaseDirectory}.");
    }
}
