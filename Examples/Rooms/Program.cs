using System.Globalization;

namespace Coroutines.Examples.Rooms;

/// <summary>The way in.</summary>
internal static class Program
{
    /// <summary>Has a silo end when its input does.</summary>
    internal const string Attended = "--attended";

    private const string Usage = """
        rooms: a house whose rooms and players are grains of Orleans, on two silos.

          silo NUMBER [FOLDER]       runs silo 1 or 2 until Ctrl-C
          play NAME                  walks through the house; arrows, Q quits
          kill [SECONDS] [PLAYERS]   starts two silos, lets players walk, kills a silo, and tells what was lost

        Silos of one house have one folder, where the players are stored: by default one for temporary files.
        """;

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["silo", "1" or "2", ..]:
                return SiloProgram.Run(Number(args[1]), FolderOf(args, 2), args.Contains(Attended));
            case ["play", { Length: > 0 } name, ..]:
                return PlayProgram.Run(name);
            case ["kill", ..]:
                return KillProgram.Run(args.Length > 1 ? Number(args[1]) : 10, args.Length > 2 ? Number(args[2]) : 60);
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string FolderOf(string[] args, int place) =>
        Directory.CreateDirectory(args.Length > place ? args[place] : Path.Combine(Path.GetTempPath(), "rooms-of-orleans")).FullName;
}
