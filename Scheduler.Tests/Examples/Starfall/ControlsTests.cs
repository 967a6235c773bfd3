using Coroutines.Examples.Starfall.Logic;
using Coroutines.Examples.Starfall.View;

namespace Coroutines.Tests.Examples.Starfall;

internal sealed class ControlsTests
{
    [TestCase("\e[D\e[C\e[A\e[B", "Left Right Stop Stop")]
    [TestCase("adsADS", "Left Right Stop Left Right Stop")]
    [TestCase(" \rxf", "Fire Fire Shield Focus")]
    [TestCase("p\eqt", "Pause Quit Profile")]
    [TestCase("rz1\t.", "Restart")]
    public void Keys_MeanTheseControls(string typed, string expected) =>
        string.Join(' ', TakeAll(Poll(typed))).ShouldBe(expected);

    [Test]
    public void Escape_IsThePause() => TakeAll(Poll("\e", "")).ShouldBe([Control.Pause]);

    [Test]
    public void Controls_OfAHeldKey_DoNotPileUp()
    {
        KeyboardControls controls = Poll(new string('a', 100));

        TakeAll(controls).Count.ShouldBe(8);
        controls.IsInterrupted.ShouldBeFalse();
    }

    [Test]
    public void CtrlC_IsNoticedWhateverWasTypedBefore() => Poll(new string('a', 100) + "\x3").IsInterrupted.ShouldBeTrue();

    [TestCase("ten Fire", "ten Fire")]
    [TestCase("10", "10")]
    [TestCase("10 Jump", "10 Jump")]
    [TestCase("10 Fire now", "10 Fire now")]
    [TestCase("-1 Fire", "-1 Fire")]
    [TestCase("10 Fire\n10 Left", "10 Left")]
    public void Recording_WithALineThatMakesNoSense_SaysWhich(string text, string line) =>
        Should.Throw<FormatException>(() => new RecordedControls(text)).Message.ShouldStartWith($"'{line}' is not ");

    [Test]
    public void Recording_HasEachControlAtItsFrame()
    {
        var controls = new RecordedControls("  1 Fire,\n\n3 Left, 4 Stop\r\n");

        Enumerable.Range(0, 5).Select(frame => controls.Take(frame)).ShouldBe([null, Control.Fire, null, Control.Left, Control.Stop]);
    }

    private static KeyboardControls Poll(params string[] typed)
    {
        var controls = new KeyboardControls(new ScriptedKeyboard(typed));
        foreach (string _ in typed)
        {
            controls.Poll();
        }

        return controls;
    }

    private static List<Control> TakeAll(KeyboardControls controls)
    {
        var taken = new List<Control>();
        while (controls.Take(0) is { } control)
        {
            taken.Add(control);
        }

        return taken;
    }
}
