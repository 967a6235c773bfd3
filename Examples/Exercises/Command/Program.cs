using System.Text;

namespace Coroutines.Exercises.Command;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (Worker.IsMeant(arguments))
        {
            return Worker.Run();
        }

        LanguageChoice choice = LanguageChoice.Of(arguments);
        if (choice.Chosen == Language.Japanese)
        {
            Console.OutputEncoding = Encoding.UTF8; // a terminal of Windows may be set to letters that are not in it
        }

        return CommandLine.Run(choice, Console.Out);
    }
}
