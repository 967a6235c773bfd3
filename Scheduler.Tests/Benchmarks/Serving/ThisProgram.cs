namespace Coroutines.Benchmarks;

/// <summary>How this program starts itself, for what has to be a process of its own.</summary>
internal static class ThisProgram
{
    /// <summary>The program itself, or dotnet with the program's file; and the arguments.</summary>
    internal static string[] With(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        string[] file = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ThisProgram).Assembly.Location] : [];
        return [program, .. file, .. arguments];
    }
}
