namespace Coroutines.Benchmarks;

internal static class Program
{
    private static void Main()
    {
        Console.WriteLine("There are no benchmarks yet.");
    }
}
