namespace Coroutines.Exercises.Command;

internal static class Program
{
    private static int Main(string[] arguments) =>
        Worker.IsMeant(arguments) ? Worker.Run() : CommandLine.Run(arguments, Console.Out);
}
