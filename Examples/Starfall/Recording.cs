using Coroutines.Examples.Starfall.Logic;

namespace Coroutines.Examples.Starfall;

/// <summary>The first seconds of a game, for those who cannot see it: the tour and the tests.</summary>
internal static class Recording
{
    internal const int Seed = 4;
    internal const int Frames = 1200;

    internal const string Keys = """
        30 Fire         # start
        160 Left
        170 Fire
        215 Stop
        230 Fire
        250 Right
        290 Fire
        330 Stop
        350 Fire
        380 Shield
        400 Left
        410 Fire
        470 Fire
        480 Right
        500 Focus
        530 Fire
        590 Fire
        600 Left
        650 Fire
        700 Pause
        720 Fire        # is not heard
        760 Pause
        765 Right
        770 Fire
        830 Fire
        890 Fire
        900 Left
        950 Fire
        1010 Fire
        1070 Fire
        1080 Right
        1130 Fire
        1190 Fire
        """;

    internal static FieldSize Field { get; } = new(78, 20);
}
