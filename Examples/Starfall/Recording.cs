using Coroutines.Examples.Starfall.Logic;

namespace Coroutines.Examples.Starfall;

/// <summary>The first seconds of a game, for those who cannot see it: the tour and the tests.</summary>
internal static class Recording
{
    internal const int Seed = 1;
    internal const int Frames = 1650;

    internal const string Controls = """
        1 Fire, 61 Fire, 121 Fire, 126 Left, 156 Right, 174 Stop, 181 Fire, 192 Right, 198 Left, 204 Stop, 216 Right
        228 Stop, 241 Fire, 246 Left, 252 Stop, 264 Left, 270 Right, 288 Left, 294 Stop, 300 Left, 301 Fire, 306 Stop
        318 Right, 330 Left, 336 Stop, 342 Left, 360 Stop, 361 Fire, 366 Left, 372 Stop, 414 Left, 420 Stop, 421 Fire
        438 Right, 444 Left, 468 Stop, 474 Right, 481 Fire, 541 Fire, 558 Stop, 564 Left, 570 Stop, 576 Right
        601 Fire, 606 Stop, 618 Left, 624 Stop, 661 Fire, 700 Pause, 721 Fire, 760 Pause, 781 Fire, 840 Left
        841 Fire, 894 Stop, 901 Fire, 961 Fire, 972 Right, 990 Left, 996 Stop, 1002 Right, 1008 Stop, 1020 Left
        1021 Fire, 1074 Stop, 1080 Left, 1081 Fire, 1086 Stop, 1104 Left, 1110 Right, 1116 Left, 1122 Right
        1128 Stop, 1134 Left, 1141 Fire, 1146 Stop, 1201 Fire, 1261 Fire, 1296 Left, 1302 Right, 1308 Left
        1314 Right, 1321 Fire, 1338 Left, 1350 Right, 1356 Left, 1362 Right, 1368 Left, 1374 Right, 1380 Left
        1381 Fire, 1386 Right, 1392 Left, 1398 Right, 1404 Left, 1410 Right, 1434 Stop, 1440 Left, 1441 Fire
        1452 Right, 1464 Left, 1470 Stop, 1476 Left, 1494 Right, 1500 Focus, 1501 Fire, 1524 Left, 1530 Shield
        1560 Right, 1561 Fire, 1600 Left, 1621 Fire
        """;

    internal static FieldSize Field { get; } = new(78, 20);
}
