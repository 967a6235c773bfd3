namespace Coroutines.Tests.Examples.Starfall;

internal sealed class StarfallTests
{
    [Test]
    public void Headless_EndsInTheSameStateEachTime()
    {
        ExampleRun run = ExampleRun.OnRealTime("starfall", "--headless");

        run.ExitCode.ShouldBe(0);
        run.ErrorLines.ShouldBe([""]);
        run.Lines.ShouldBe(
            """
            1650 frames, 27.5 s: Playing, 680 points
            level 1, 3 ships, energy 50.067, foes' time 24.694 s
            ship 2.280,19.000
            11 enemies 32.303,2.000 44.303,2.000 50.303,2.000 38.303,4.000 50.303,4.000 32.303,6.000 44.303,6.000 29.910,10.660 40.689,12.346 38.130,13.144 48.881,13.826
            3 shots 20.980,3.960 10.100,12.280 4.660,16.440
            0 enemy shots
            55 coroutines
             SCORE 00676  ENERGY #####----- SLOW               LEVEL 1  SHIPS 3  BEST 00000
            +------------------------------------------------------------------------------+
            |                                                      '                       |
            |                                      '                                       |
            |        .               '      <o>      '  <o>   <o>                          |
            |    '                  '  +10               '      '                          |
            |                     |  * +10*       <o>         <o>    '                     |
            |      .                  * **                                                 |
            |                               <o>         <o>                                |
            |                                                   .     '  '                 |
            |                .                                     '                       |
            |                +10*                 '                                        |
            |                ***              '                                            |
            |        '                    <o>                                              |
            |          |                             <o>           .                 '     |
            |        .                            <o>                              ..   .  |
            |   '     '                           .          <o> '      '                  |
            |                                                               '              |
            |     |                                          '                             |
            |                                '                                        '    |
            |                                         '                                    |
            |(/A\) .                                                                      .|
            +------------------------------------------------------------------------------+
             <- -> course  v stop  SPACE fire  X shield  F focus  P pause  T times  Q quit
            """.Split('\n'));
    }

    [Test]
    public void WithoutATerminal_TheRecordingIsPlayed()
    {
        ExampleRun run = ExampleRun.OnRealTime("starfall");

        run.ExitCode.ShouldBe(0);
        run.Lines.ShouldBe(ExampleRun.OnRealTime("starfall", "--headless").Lines);
        run.Lines.ShouldAllBe(line => !line.Contains('\e'));
    }
}
