namespace Coroutines.Examples;

internal static class Program
{
    private static void Main()
    {
        Console.WriteLine("There are no examples yet.");
    }
}
